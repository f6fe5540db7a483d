using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Hub.Grpc.Tests.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Grpc.Tests;

public sealed class LimitsAndCompressionTests
{
    private const int MiB = 1024 * 1024;

    private static readonly Metadata Gzip = new() { { "grpc-internal-encoding-request", "gzip" } };

    [Fact]
    public async Task Receive_OverFourMebibytes_IsResourceExhausted()
    {
        await using var host = await EchoHost.StartAsync();

        var passes = await host.Client.CollectOneAsync(new EchoRequest { Data = Zeros(3 * MiB) });
        var error = await Assert.ThrowsAsync<RpcException>(() => host.Client.CollectOneAsync(new EchoRequest { Data = Zeros(5 * MiB) }));

        Assert.Equal(3 * MiB, passes.Data.Length);
        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Receive_UnaryOverTheLimit_IsResourceExhausted(bool compressed)
    {
        await using var host = await EchoHost.StartAsync();

        // Compressed, five mebibytes of zeros are five kilobytes on the wire: only what comes out may decide.
        var call = host.Client.UnaryAsync(new EchoRequest { Data = Zeros(5 * MiB) }, compressed ? Gzip : null);
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.WaitAsync(EchoHost.Patience));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task Client_TakesNoMoreThanItsLimit()
    {
        await using var host = await EchoHost.StartAsync(options => options.MaxReceiveMessageSize = null, new GrpcChannelOptions { MaxReceiveMessageSize = 1000 });

        var error = await Assert.ThrowsAsync<RpcException>(
            () => host.Client.UnaryAsync(new EchoRequest { Data = Zeros(2000) }).ResponseAsync.WaitAsync(EchoHost.Patience));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task Client_SendsNoMoreThanItsLimit()
    {
        await using var host = await EchoHost.StartAsync(channel: new GrpcChannelOptions { MaxSendMessageSize = 1000 });

        var unary = await Assert.ThrowsAsync<RpcException>(
            () => host.Client.UnaryAsync(new EchoRequest { Data = Zeros(2000) }).ResponseAsync.WaitAsync(EchoHost.Patience));
        using var stream = host.Client.Collect();
        var streamed = await Assert.ThrowsAsync<RpcException>(() => stream.RequestStream.WriteAsync(new EchoRequest { Data = Zeros(2000) }).WaitAsync(EchoHost.Patience));

        Assert.Equal(StatusCode.ResourceExhausted, unary.StatusCode);
        Assert.Equal(StatusCode.ResourceExhausted, streamed.StatusCode);
    }

    [Fact]
    public async Task Server_SendsNoMoreThanItsLimit()
    {
        await using var host = await EchoHost.StartAsync(options => options.MaxSendMessageSize = 1000);

        var error = await Assert.ThrowsAsync<RpcException>(
            () => host.Client.UnaryAsync(new EchoRequest { Data = Zeros(2000) }).ResponseAsync.WaitAsync(EchoHost.Patience));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task ServiceOptions_ReplaceThoseOfAll()
    {
        await using var host = await EchoHost.StartAsync(
            options => options.MaxReceiveMessageSize = 10,
            services: builder => builder.Services.AddGrpc().AddServiceOptions<EchoService>(options => options.MaxReceiveMessageSize = 10_000));

        Assert.Equal(5000, (await host.Client.UnaryAsync(new EchoRequest { Data = Zeros(5000) }).ResponseAsync.WaitAsync(EchoHost.Patience)).Data.Length);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Gzip_EachWay_CarriesTheMessage(bool request, bool response)
    {
        await using var host = await EchoHost.StartAsync(options => options.ResponseCompressionAlgorithm = response ? "gzip" : null);
        var data = ByteString.CopyFrom([.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 31 % 251))]);

        using var call = host.Client.Talk(request ? Gzip : null, deadline: DateTime.UtcNow + EchoHost.Patience);
        for (var i = 0; i < 20; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Data = data });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(data, call.ResponseStream.Current.Data);
        }

        var unary = await host.Client.UnaryAsync(new EchoRequest { Data = data }, request ? Gzip : null);
        Assert.Equal(data, unary.Data);
    }

    [Fact]
    public async Task Gzip_OfResponses_IsOnTheWireOnlyForWhoAcceptsIt()
    {
        await using var host = await EchoHost.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        using var http = new HttpClient();
        async Task<byte[]> AskAsync(string? accept)
        {
            using var request = RawGrpc.Request(host.Address + "/hub.tests.Echo/Unary", RawGrpc.Frame(new EchoRequest { Data = Zeros(10_000) }));
            if (accept is not null)
            {
                request.Headers.TryAddWithoutValidation("grpc-accept-encoding", accept);
            }

            using var response = await http.SendAsync(request).WaitAsync(EchoHost.Patience);
            return await response.Content.ReadAsByteArrayAsync();
        }

        var plain = await AskAsync(null);
        var packed = await AskAsync("identity, gzip");

        Assert.Equal(0, plain[0]);
        Assert.True(plain.Length > 10_000);
        Assert.Equal(1, packed[0]);
        Assert.True(packed.Length < 1_000);
    }

    private static ByteString Zeros(int length) => ByteString.CopyFrom(new byte[length]);
}

internal static class EchoClientExtensions
{
    public static async Task<EchoReply> CollectOneAsync(this Echo.EchoClient client, EchoRequest request)
    {
        using var call = client.Collect(deadline: DateTime.UtcNow + EchoHost.Patience);
        try
        {
            await call.RequestStream.WriteAsync(request);
            await call.RequestStream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The server may refuse in the middle of the message; the response says why.
        }

        return await call;
    }
}

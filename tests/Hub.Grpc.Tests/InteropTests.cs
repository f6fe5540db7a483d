using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Hub.Grpc.Tests.Protocol;

namespace Hub.Grpc.Tests;

/// <summary>The same calls with other people's implementations on one side.</summary>
public sealed class InteropTests
{
    [FactIfTool("grpcio")]
    public async Task PythonClient_OurServer() => await AssertClientPassesAsync(address => ExternalPeer.RunPythonClientAsync(address));

    [FactIfTool("grpcio")]
    public async Task PythonClient_OurServer_GzipBothWays() =>
        await AssertClientPassesAsync(address => ExternalPeer.RunPythonClientAsync(address, "gzip"), compressResponses: true);

    [FactIfTool("grpc-js")]
    public async Task NodeClient_OurServer() => await AssertClientPassesAsync(address => ExternalPeer.RunNodeClientAsync(address));

    [FactIfTool("grpc-js")]
    public async Task NodeClient_OurServer_GzipBothWays() =>
        await AssertClientPassesAsync(address => ExternalPeer.RunNodeClientAsync(address, "gzip"), compressResponses: true);

    [FactIfTool("grpcio")]
    public async Task OurClient_PythonServer()
    {
        var (server, address) = await ExternalPeer.StartPythonServerAsync();
        using (server)
        {
            await CallEverythingAsync(address, gzip: false);
        }
    }

    [FactIfTool("grpcio")]
    public async Task OurClient_PythonServer_GzipBothWays()
    {
        var (server, address) = await ExternalPeer.StartPythonServerAsync("gzip");
        using (server)
        {
            await CallEverythingAsync(address, gzip: true);
        }
    }

    [FactIfTool("grpc-js")]
    public async Task OurClient_NodeServer()
    {
        var (server, address) = await ExternalPeer.StartNodeServerAsync();
        using (server)
        {
            await CallEverythingAsync(address, gzip: false);
        }
    }

    private static async Task AssertClientPassesAsync(Func<string, Task<string>> runAsync, bool compressResponses = false)
    {
        await using var host = await EchoHost.StartAsync(options => options.ResponseCompressionAlgorithm = compressResponses ? "gzip" : null);

        var output = await runAsync($"127.0.0.1:{host.Port}");

        Assert.True(output.TrimEnd().EndsWith("done", StringComparison.Ordinal), output);
        await host.Witness.Cancelled.Task.WaitAsync(EchoHost.Patience); // the deadline reached the server too
    }

    private static async Task CallEverythingAsync(string address, bool gzip)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var client = new Echo.EchoClient(channel);
        var deadline = DateTime.UtcNow.AddSeconds(60);
        Metadata Headers() => gzip ? new Metadata { { "grpc-internal-encoding-request", "gzip" } } : [];

        var headers = Headers();
        headers.Add("want-headers", "yes");
        headers.Add("x-text", "one");
        headers.Add("x-raw-bin", new byte[] { 0, 1, 250 });
        using var unary = client.UnaryAsync(new EchoRequest { Text = "été", Data = ByteString.CopyFrom(0, 255), Labels = { ["a"] = "b" } }, headers, deadline);
        var reply = await unary;
        Assert.Equal("été", reply.Text);
        Assert.Equal("b", reply.Labels["a"]);
        Assert.Equal("yes", (await unary.ResponseHeadersAsync).GetValue("x-header"));
        Assert.Equal("one", unary.GetTrailers().GetValue("x-text"));
        Assert.Equal([0, 1, 250], unary.GetTrailers().GetValueBytes("x-raw-bin"));

        using var expand = client.Expand(new EchoRequest { Count = 1000 }, Headers(), deadline);
        var expanded = 0;
        await foreach (var item in expand.ResponseStream.ReadAllAsync())
        {
            Assert.Equal(expanded++, item.Count);
        }

        Assert.Equal(1000, expanded);

        using var collect = client.Collect(Headers(), deadline);
        for (var i = 0; i < 1000; i++)
        {
            await collect.RequestStream.WriteAsync(new EchoRequest { Text = "n" });
        }

        await collect.RequestStream.CompleteAsync();
        Assert.Equal(1000, (await collect).Count);

        using var talk = client.Talk(Headers(), deadline);
        for (var i = 0; i < 200; i++)
        {
            await talk.RequestStream.WriteAsync(new EchoRequest { Text = "m" + i });
            Assert.True(await talk.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal("m" + i, talk.ResponseStream.Current.Text);
        }

        await talk.RequestStream.CompleteAsync();
        Assert.False(await talk.ResponseStream.MoveNext(CancellationToken.None));

        var error = await Assert.ThrowsAsync<RpcException>(
            () => client.UnaryAsync(new EchoRequest { FailWith = 9, Text = "clôturé à 100 %\nfin" }, Headers(), deadline).ResponseAsync);
        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.Equal("clôturé à 100 %\nfin", error.Status.Detail);
        Assert.Equal([9, 8, 7], error.Trailers.GetValueBytes("x-why-bin"));

        var late = await Assert.ThrowsAsync<RpcException>(
            () => client.UnaryAsync(new EchoRequest { DelayMs = 3000 }, Headers(), DateTime.UtcNow.AddMilliseconds(200)).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);

        var missing = await Assert.ThrowsAsync<RpcException>(() => client.MissingAsync(new EchoRequest(), Headers(), deadline).ResponseAsync);
        Assert.Equal(StatusCode.Unimplemented, missing.StatusCode);

        using var narrow = GrpcChannel.ForAddress(address, new GrpcChannelOptions { MaxReceiveMessageSize = 1000 });
        var large = await Assert.ThrowsAsync<RpcException>(
            () => new Echo.EchoClient(narrow).UnaryAsync(new EchoRequest { Data = ByteString.CopyFrom(new byte[2000]) }, Headers(), deadline).ResponseAsync);
        Assert.Equal(StatusCode.ResourceExhausted, large.StatusCode);
    }
}

using Google.Protobuf;
using Grpc.Core;
using Hub.Grpc.Tests.Protocol;

namespace Hub.Grpc.Tests;

/// <summary>The four kinds of calls from our client to our server.</summary>
public sealed class CallKindsTests : IAsyncLifetime
{
    private EchoHost _host = null!; // set before each test

    public async Task InitializeAsync() => _host = await EchoHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Unary_EveryFieldKind_ComesBack()
    {
        var request = new EchoRequest { Text = "Où est l'été ?", Data = ByteString.CopyFrom(0, 255), Count = 7, Maybe = 0, Labels = { ["a"] = "1" }, Name = "n" };

        var reply = await _host.Client.UnaryAsync(request).ResponseAsync.WaitAsync(EchoHost.Patience);

        Assert.Equal("Où est l'été ?", reply.Text);
        Assert.Equal([0, 255], reply.Data.ToByteArray());
        Assert.Equal(7, reply.Count);
        Assert.True(reply.HasMaybe);
        Assert.Equal("1", reply.Labels["a"]);
    }

    [Fact]
    public void Unary_Blocking_Answers()
    {
        Assert.Equal("x", _host.Client.Unary(new EchoRequest { Text = "x" }, deadline: DateTime.UtcNow + EchoHost.Patience).Text);
    }

    [Fact]
    public async Task Unary_EmptyMessage_Answers()
    {
        Assert.Equal(string.Empty, (await _host.Client.UnaryAsync(new EchoRequest()).ResponseAsync.WaitAsync(EchoHost.Patience)).Text);
    }

    [Fact]
    public async Task Unary_Metadata_TravelsBothWays()
    {
        var headers = new Metadata { { "want-headers", "yes" }, { "X-Text", "v1" }, { "x-text", "v2" }, { "x-raw-bin", new byte[] { 0, 1, 2, 250 } } };

        using var call = _host.Client.UnaryAsync(new EchoRequest { Text = "x" }, headers);
        await call.ResponseAsync.WaitAsync(EchoHost.Patience);

        var responseHeaders = await call.ResponseHeadersAsync;
        Assert.Equal("yes", responseHeaders.GetValue("x-header"));
        Assert.Equal([0, 1, 255], responseHeaders.GetValueBytes("x-header-bin"));

        // HttpClient joins repeated headers, which HTTP and gRPC count as the same.
        Assert.Equal("v1, v2", string.Join(", ", call.GetTrailers().GetAll("x-text").Select(entry => entry.Value)));
        Assert.Equal([0, 1, 2, 250], call.GetTrailers().GetValueBytes("x-raw-bin"));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task ClientStreaming_ThousandMessages_AreCounted()
    {
        using var call = _host.Client.Collect(deadline: DateTime.UtcNow + EchoHost.Patience);
        for (var i = 0; i < 1000; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = "n" + i });
        }

        await call.RequestStream.CompleteAsync();
        var reply = await call;

        Assert.Equal(1000, reply.Count);
        Assert.Equal("n999", reply.Text);
    }

    [Fact]
    public async Task ServerStreaming_ThousandMessages_ArriveInOrder()
    {
        using var call = _host.Client.Expand(new EchoRequest { Count = 1000 }, deadline: DateTime.UtcNow + EchoHost.Patience);

        var counts = new List<int>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
        {
            counts.Add(reply.Count);
        }

        Assert.Equal(Enumerable.Range(0, 1000), counts);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task ServerStreaming_NoMessage_EndsOk()
    {
        using var call = _host.Client.Expand(new EchoRequest(), deadline: DateTime.UtcNow + EchoHost.Patience);

        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task Duplex_PingPong_AnswersEachBeforeTheNext()
    {
        using var call = _host.Client.Talk(deadline: DateTime.UtcNow + EchoHost.Patience);
        for (var i = 0; i < 1000; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = "m" + i });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal("m" + i, call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task Unary_ThirtyTwoAtOnce_AllAnswer()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 2000).Select(async i =>
        {
            var reply = await _host.Client.UnaryAsync(new EchoRequest { Count = i }, deadline: DateTime.UtcNow + EchoHost.Patience);
            return reply.Count;
        }));

        Assert.Equal(Enumerable.Range(0, 2000), replies);
    }

    [Fact]
    public async Task WriteAsync_AfterComplete_IsRefused()
    {
        using var call = _host.Client.Talk(deadline: DateTime.UtcNow + EchoHost.Patience);
        await call.RequestStream.CompleteAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new EchoRequest()));
    }
}

using Grpc.Core;
using Grpc.Net.Client;
using Hub.Grpc.Tests.Protocol;

namespace Hub.Grpc.Tests;

/// <summary>How calls end when they do not end well.</summary>
public sealed class StatusTests : IAsyncLifetime
{
    private EchoHost _host = null!; // set before each test

    public async Task InitializeAsync() => _host = await EchoHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task RpcException_OfAMethod_TravelsWhole()
    {
        const string Detail = "Dossier clôturé à 100 %\nvoir « aide »";

        var error = await FailAsync(_host.Client.UnaryAsync(new EchoRequest { FailWith = (int)StatusCode.FailedPrecondition, Text = Detail }).ResponseAsync);

        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.Equal(Detail, error.Status.Detail);
        Assert.Equal("asked", error.Trailers.GetValue("x-why"));
        Assert.Equal([9, 8, 7], error.Trailers.GetValueBytes("x-why-bin"));
    }

    [Fact]
    public async Task RpcException_AfterStreamedMessages_ComesAtTheirEnd()
    {
        using var call = _host.Client.Expand(new EchoRequest { Count = 3, FailWith = (int)StatusCode.Aborted, Text = "é" });
        var seen = 0;

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var reply in call.ResponseStream.ReadAllAsync().WithCancellation(new CancellationTokenSource(EchoHost.Patience).Token))
            {
                seen++;
            }
        });

        Assert.Equal(3, seen);
        Assert.Equal(StatusCode.Aborted, error.StatusCode);
        Assert.Equal("é", error.Status.Detail);
    }

    [Fact]
    public async Task UnexpectedException_IsUnknownAndTellsNothing()
    {
        var error = await FailAsync(_host.Client.UnaryAsync(new EchoRequest { FailWith = (int)StatusCode.Unknown }).ResponseAsync);

        Assert.Equal(StatusCode.Unknown, error.StatusCode);
        Assert.DoesNotContain("secret", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnexpectedException_WithDetailedErrors_Tells()
    {
        await using var host = await EchoHost.StartAsync(options => options.EnableDetailedErrors = true);

        var error = await FailAsync(host.Client.UnaryAsync(new EchoRequest { FailWith = (int)StatusCode.Unknown }).ResponseAsync);

        Assert.Contains("secret", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownMethod_OfAKnownService_IsUnimplemented()
    {
        Assert.Equal(StatusCode.Unimplemented, (await FailAsync(_host.Client.MissingAsync(new EchoRequest()).ResponseAsync)).StatusCode);
    }

    [Theory]
    [InlineData("hub.tests.Echo", "Nothing")]
    [InlineData("nobody.Knows", "It")]
    public async Task UnknownPath_IsUnimplemented(string service, string name)
    {
        var method = new Method<string, string>(MethodType.Unary, service, name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);

        var error = await FailAsync(_host.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, default, "x").ResponseAsync);

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
        Assert.Contains(name, error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deadline_OfAListeningMethod_EndsTheCallAndFiresItsToken()
    {
        var error = await FailAsync(_host.Client.UnaryAsync(new EchoRequest { DelayMs = 60_000 }, deadline: DateTime.UtcNow.AddMilliseconds(300)).ResponseAsync);

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        await _host.Witness.Cancelled.Task.WaitAsync(EchoHost.Patience);
    }

    [Fact]
    public async Task Deadline_OfADeafMethod_IsAnsweredByTheServerItself()
    {
        // The header travels without the client's own timer, so only the server can end this call.
        using var http = new HttpClient { DefaultRequestVersion = new Version(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var request = RawGrpc.Request(_host.Address + "/hub.tests.Echo/Unary", RawGrpc.Frame(new EchoRequest { DelayMs = 1_500, Deaf = true }));
        request.Headers.TryAddWithoutValidation("grpc-timeout", "200m");

        using var response = await http.SendAsync(request).WaitAsync(EchoHost.Patience);

        Assert.Equal(StatusCode.DeadlineExceeded, await RawGrpc.StatusAsync(response));
        await _host.Witness.Cancelled.Task.WaitAsync(EchoHost.Patience);
    }

    [Fact]
    public async Task Deadline_InTheMiddleOfAFastStream_EndsBehindAWholeMessage()
    {
        using var http = new HttpClient();
        for (var i = 0; i < 100; i++)
        {
            using var request = RawGrpc.Request(_host.Address + "/hub.tests.Echo/Expand", RawGrpc.Frame(new EchoRequest { Count = int.MaxValue, Text = new string('x', 500) }));
            request.Headers.TryAddWithoutValidation("grpc-timeout", "20m");

            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(EchoHost.Patience);
            var body = await response.Content.ReadAsByteArrayAsync().WaitAsync(EchoHost.Patience);

            Assert.Equal(StatusCode.DeadlineExceeded, await RawGrpc.StatusAsync(response));
            Assert.Equal(0, RawGrpc.BytesBehindWholeFrames(body));
        }
    }

    [Fact]
    public async Task Deadline_AlreadyPassed_NeverReachesTheServer()
    {
        var error = await FailAsync(_host.Client.UnaryAsync(new EchoRequest { DelayMs = 1 }, deadline: DateTime.UtcNow.AddSeconds(-1)).ResponseAsync);

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.False(_host.Witness.Started.Task.IsCompleted);
    }

    [Fact]
    public async Task Deadline_NotReached_ChangesNothing()
    {
        var reply = await _host.Client.UnaryAsync(new EchoRequest { DelayMs = 10, Text = "x" }, deadline: DateTime.UtcNow + EchoHost.Patience);

        Assert.Equal("x", reply.Text);
    }

    [Fact]
    public async Task Cancel_ByTheCaller_FiresTheServersToken()
    {
        using var cancellation = new CancellationTokenSource();
        var call = _host.Client.UnaryAsync(new EchoRequest { DelayMs = 60_000 }, cancellationToken: cancellation.Token);
        await _host.Witness.Started.Task.WaitAsync(EchoHost.Patience);

        await cancellation.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await FailAsync(call.ResponseAsync)).StatusCode);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        await _host.Witness.Cancelled.Task.WaitAsync(EchoHost.Patience);
    }

    [Fact]
    public async Task Dispose_OfADuplexCall_FiresTheServersToken()
    {
        var call = _host.Client.Talk();
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "x" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(EchoHost.Patience));

        call.Dispose();

        await _host.Witness.Cancelled.Task.WaitAsync(EchoHost.Patience);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task ConnectionRefused_IsUnavailable()
    {
        using var nobody = GrpcChannel.ForAddress("http://127.0.0.1:1");

        var error = await FailAsync(new Echo.EchoClient(nobody).UnaryAsync(new EchoRequest()).ResponseAsync);

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }

    [Fact]
    public async Task ConnectionRefused_WhileOnlyWriting_IsToldToTheWriter()
    {
        using var nobody = GrpcChannel.ForAddress("http://127.0.0.1:1");
        using var call = new Echo.EchoClient(nobody).Talk();

        var error = await FailAsync(call.RequestStream.WriteAsync(new EchoRequest()));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }

    [Fact]
    public async Task ServerStops_InTheMiddleOfAStream_IsAnErrorAndNoEnd()
    {
        var host = await EchoHost.StartAsync();
        using var call = host.Client.Talk();
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "x" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(EchoHost.Patience));

        var next = call.ResponseStream.MoveNext(CancellationToken.None);
        await host.DisposeAsync();

        await Assert.ThrowsAsync<RpcException>(() => next.WaitAsync(EchoHost.Patience));
    }

    private static Task<RpcException> FailAsync(Task call) => Assert.ThrowsAsync<RpcException>(() => call.WaitAsync(EchoHost.Patience));
}

using System.Net;
using System.Net.Sockets;
using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Http;

namespace Hub.Server.Tests.Workflows;

public sealed class HttpCallerTests : IDisposable
{
    private readonly HttpCaller caller = new(new EgressGuard(new HubOptions { Data = ".", Ledgers = "." }));

    public void Dispose() => caller.Dispose();

    [Theory]
    [InlineData("POST", "once", true)]
    [InlineData("POST", null, true)]
    [InlineData("DELETE", null, true)]
    [InlineData("OPTIONS", null, false)]
    [InlineData("GET", null, false)]
    public async Task CallAsync_AnswerIsLost_IsUnknownWhereSomethingMayHaveChanged(string method, string? content, bool isUnknown)
    {
        using var service = new BreakingService();

        var result = await CallAsync(method, service.Address, content);

        Assert.Equal((HttpCallOutcome.FailedToConnect, isUnknown), (result.Outcome, result.IsUnknown));
        Assert.Equal(isUnknown, HttpCallResult.Judge(result.ToJson()).IsUnknown);
    }

    // On a kept connection that breaks, the platform would send a request without a body once more by itself.
    [Theory]
    [InlineData("POST", "once")]
    [InlineData("POST", null)]
    [InlineData("DELETE", null)]
    public async Task CallAsync_KeptConnectionBreaks_TheRequestIsNotSentAgain(string method, string? content)
    {
        using var service = new BreakingService(answered: 1);
        Assert.Equal(200, (await CallAsync(method, service.Address, content)).StatusCode);

        var result = await CallAsync(method, service.Address, content);

        Assert.True(result.IsUnknown);
        Assert.Equal(2, service.Requests);
    }

    [Fact]
    public async Task CallAsync_NobodyListens_HasNotTakenPlace()
    {
        var service = new BreakingService();
        service.Dispose();

        var result = await CallAsync("POST", service.Address, "once");

        Assert.Equal((HttpCallOutcome.FailedToConnect, false), (result.Outcome, result.IsUnknown));
    }

    // When the reset comes while the connection is being taken up, the platform throws a bare SocketException; which of the calls meet it is chance.
    [Fact]
    public async Task CallAsync_ConnectionIsResetAtOnce_IsToldAsNoAnswer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var resetting = Task.Run(() =>
        {
            for (var call = 0; call < 2000; call++)
            {
                using var connection = listener.AcceptSocket();
                connection.LingerState = new LingerOption(true, 0);
            }
        });

        for (var call = 0; call < 2000; call++)
        {
            Assert.Equal(HttpCallOutcome.FailedToConnect, (await CallAsync("POST", address, "once")).Outcome);
        }

        await resetting.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private async Task<HttpCallResult> CallAsync(string method, Uri to, string? content) => await caller
        .CallAsync(new HttpCall(method, to.AbsoluteUri, [], content is null ? default : JsonValues.From(content), null, null), "key", null, CancellationToken.None)
        .AsTask().WaitAsync(TimeSpan.FromSeconds(60));
}

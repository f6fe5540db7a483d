using Grpc.Core;
using Hub.Connectors.Sdk;

namespace Hub.Connectors.Tests.Sdk;

/// <summary>Events reach the hub whatever happens in between.</summary>
public sealed class EventTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private FakeHub _hub = null!; // set before each test

    public async Task InitializeAsync() => _hub = await FakeHub.StartAsync();

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task PublishAsync_CompletesWhenTheHubAccepted()
    {
        await using var app = TestConnector.Build(_folder, _hub.Address, TestConnector.DoneAsync);
        await app.StartAsync();
        var session = await _hub.NextSessionAsync();

        var publishing = app.Hub.PublishAsync(Closed("e1"));
        var received = await session.NextEventAsync();
        Assert.False(publishing.IsCompleted);
        await session.AcceptAsync("e1");

        await publishing.WaitAsync(FakeHub.Patience);
        Assert.Equal("case.closed", received.Type);
        Assert.Equal("c1", received.Context.CaseId);
        Assert.Equal("""{"by":"grc"}""", received.Payload.ToStringUtf8());
    }

    [Fact]
    public async Task PublishAsync_SessionLostBeforeAcceptance_SendsAgainInOrder()
    {
        await using var app = TestConnector.Build(_folder, _hub.Address, TestConnector.DoneAsync);
        await app.StartAsync();
        var lost = await _hub.NextSessionAsync();
        var first = app.Hub.PublishAsync(Closed("e1"));
        await lost.NextEventAsync();
        lost.End();
        var second = app.Hub.PublishAsync(Closed("e2"));

        var session = await _hub.NextSessionAsync();

        Assert.Equal("e1", (await session.NextEventAsync()).Id);
        Assert.Equal("e2", (await session.NextEventAsync()).Id);
        await session.AcceptAsync("e1");
        await session.AcceptAsync("e2");
        await Task.WhenAll(first, second).WaitAsync(FakeHub.Patience);
    }

    [Fact]
    public async Task EnqueueAsync_WhileTheHubIsDown_IsSentWhenItIsBack()
    {
        var port = new Uri(_hub.Address).Port;
        await using var app = TestConnector.Build(_folder, _hub.Address, TestConnector.DoneAsync);
        await app.StartAsync();
        await _hub.NextSessionAsync();
        await _hub.DisposeAsync();

        await app.Hub.EnqueueAsync(Closed("e1")).WaitAsync(FakeHub.Patience);
        _hub = await FakeHub.StartAsync(port);
        var session = await _hub.NextSessionAsync();

        Assert.Equal("e1", (await session.NextEventAsync()).Id);
    }

    [Fact]
    public async Task EnqueueAsync_ProcessDiesBeforeSending_IsSentByTheNextOne()
    {
        await using var dead = TestConnector.Build(_folder, "http://127.0.0.1:1", TestConnector.DoneAsync);
        await dead.StartAsync();
        await dead.Hub.EnqueueAsync(Closed("e1"));
        await dead.Hub.EnqueueAsync(Closed("e2"));
        using var left = _folder.CopyAsAfterACrash();
        await File.AppendAllTextAsync(Path.Combine(left.PathOf("data"), "events.jsonl"), """{"Fact":"add","Id":"half a li""");

        await using var next = TestConnector.Build(left, _hub.Address, TestConnector.DoneAsync);
        await next.StartAsync();
        var session = await _hub.NextSessionAsync();

        Assert.Equal("e1", (await session.NextEventAsync()).Id);
        Assert.Equal("e2", (await session.NextEventAsync()).Id);
    }

    [Fact]
    public async Task AcceptedEvent_AfterARestart_IsNotSentAgain()
    {
        await using (var first = TestConnector.Build(_folder, _hub.Address, TestConnector.DoneAsync))
        {
            await first.StartAsync();
            var session = await _hub.NextSessionAsync();
            var publishing = first.Hub.PublishAsync(Closed("e1"));
            await session.NextEventAsync();
            await session.AcceptAsync("e1");
            await publishing.WaitAsync(FakeHub.Patience);
            await first.StopAsync();
        }

        await using var second = TestConnector.Build(_folder, _hub.Address, TestConnector.DoneAsync);
        await second.StartAsync();
        await second.Hub.EnqueueAsync(Closed("e2"));
        var again = await _hub.NextSessionAsync();

        Assert.Equal("e2", (await again.NextEventAsync()).Id);
    }

    [Fact]
    public async Task PublishAsync_Refused_ThrowsAndKeepsTheEventAside()
    {
        await using var app = TestConnector.Build(_folder, _hub.Address, TestConnector.DoneAsync);
        await app.StartAsync();
        var session = await _hub.NextSessionAsync();
        var publishing = app.Hub.PublishAsync(Closed("e1"));
        await session.NextEventAsync();

        await session.SendAsync(new Connector.V1.ToConnector { EventRefused = new Connector.V1.EventRefused { EventId = "e1", Reason = "missing", Pointer = "/by" } });

        var refusal = await Assert.ThrowsAsync<EventRefusedException>(() => publishing.WaitAsync(FakeHub.Patience));
        Assert.Equal("/by", refusal.Pointer);
        using var aside = new StreamReader(new FileStream(Path.Combine(_folder.PathOf("data"), "refused-events.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        Assert.Contains("\"e1\"", await aside.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PublishAsync_TenThousand_AllArriveInOrder()
    {
        await using var app = TestConnector.Build(_folder, _hub.Address, TestConnector.DoneAsync);
        await app.StartAsync();
        var session = await _hub.NextSessionAsync();

        var publishing = Task.WhenAll(Enumerable.Range(0, 10_000).Select(i => app.Hub.PublishAsync(Closed("e" + i))));
        var ids = new HashSet<string>();
        for (var i = 0; i < 10_000; i++)
        {
            var received = await session.NextEventAsync();
            Assert.True(ids.Add(received.Id));
            await session.AcceptAsync(received.Id);
        }

        await publishing.WaitAsync(FakeHub.Patience);
        Assert.True(new FileInfo(Path.Combine(_folder.PathOf("data"), "events.jsonl")).Length < 4 * 1024 * 1024);
    }

    [Fact]
    public async Task SubmitAsync_GivesTheJourney()
    {
        await using var app = TestConnector.Build(_folder, _hub.Address, TestConnector.DoneAsync);
        await app.StartAsync();

        var submitted = await app.Hub.SubmitAsync(new CitizenRequest("birth", "{}"u8.ToArray(), "k1")).WaitAsync(FakeHub.Patience);

        Assert.Equal(new SubmittedRequest("j-birth", "k1"), submitted);
        var refusal = await Assert.ThrowsAsync<RpcException>(() => app.Hub.GetSchemaAsync("a.b").WaitAsync(FakeHub.Patience));
        Assert.Equal(StatusCode.Unimplemented, refusal.StatusCode);
    }

    [Fact]
    public async Task ReportHealth_Changed_IsTold()
    {
        await using var app = TestConnector.Build(_folder, _hub.Address, TestConnector.DoneAsync);
        await app.StartAsync();
        var session = await _hub.NextSessionAsync();

        app.Hub.ReportHealth(isHealthy: false, "maintenance");

        var health = await session.NextHealthAsync();
        Assert.False(health.Healthy);
        Assert.Equal("maintenance", health.Detail);
    }

    [Fact]
    public async Task StartAsync_FolderInUse_SaysWhatToDo()
    {
        await using var first = TestConnector.Build(_folder, _hub.Address, TestConnector.DoneAsync);
        await first.StartAsync();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using var second = TestConnector.Build(_folder, _hub.Address, TestConnector.DoneAsync);
            await second.StartAsync();
        });

        Assert.Contains("HUB_CONNECTOR_DATA", error.Message, StringComparison.Ordinal);
    }

    private static ConnectorEvent Closed(string id) => ConnectorEvent.From(id, "case.closed", new { by = "grc" }, TestConnector.Context);
}

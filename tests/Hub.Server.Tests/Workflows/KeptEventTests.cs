using Hub.Server.Storage.Sqlite;
using Hub.Server.Tests.Exchange;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Events;

namespace Hub.Server.Tests.Workflows;

/// <summary>Events that came before anybody waited for them.</summary>
public sealed class KeptEventTests : IAsyncLifetime
{
    private readonly FamilyScope scope = FamilyScope.Open();

    public async Task InitializeAsync()
    {
        await scope.PublishAsync("waiter", FamilyScope.Event("e", "go"));
        await scope.PublishAsync("later", FamilyScope.Event("a", "first"), FamilyScope.Event("e", "go"));
    }

    public async Task DisposeAsync() => await scope.DisposeAsync();

    [Fact]
    public async Task Event_NobodyWaits_ResumesTheFirstWhoDoesAndNoOther()
    {
        Assert.Equal(0, await scope.SendEventAsync("go"));
        var first = await RunAsync("waiter");
        var second = await RunAsync("waiter");

        await DeliverAllAsync(scope);

        Assert.Equal(("Finished", "Suspended", 0), (StateOf(first), StateOf(second), Kept(scope)));
        Assert.Equal(1, await scope.SendEventAsync("go"));
        Assert.Equal(("Finished", 0), (StateOf(second), Kept(scope)));
    }

    [Fact]
    public async Task Event_OnlyOneOfTwoKept_IsGivenInTheOrderInWhichTheyCame()
    {
        await scope.PublishAsync("told", FamilyScope.Event("e", "go"), FamilyScope.Step("o", "Elsa.WriteLine", $"\"text\":{FamilyScope.Script("String", "getOutputFrom('e')")}"));
        await SendAsync(new SignalFilter(null, null), "e-1", "one");
        await SendAsync(new SignalFilter("c-1", null), "e-2", "two");

        var ids = new[] { (await scope.RunAsync("told", "c-1")).Start.InstanceId!, (await scope.RunAsync("told", "c-1")).Start.InstanceId! };
        await DeliverAllAsync(scope);

        Assert.All(ids, id => Assert.Equal("Finished", StateOf(id)));
        Assert.Equal(["one", "two"], ids.Select(TextOf));
    }

    [Theory]
    [InlineData("c-1", "c-1", "Finished")]
    [InlineData("c-1", "c-2", "Suspended")]
    [InlineData("c-1", null, "Suspended")]
    [InlineData(null, "c-2", "Finished")]
    public async Task Event_WithACorrelation_WaitsForOneOfIt(string? sent, string? waiting, string expected)
    {
        await scope.SendEventAsync("go", sent);
        var id = (await scope.RunAsync("waiter", waiting)).Start.InstanceId!;

        await DeliverAllAsync(scope);

        Assert.Equal((expected, expected == "Finished" ? 0 : 1), (StateOf(id), Kept(scope)));
    }

    [Fact]
    public async Task Event_ForOneInstance_WaitsUntilThatOneDoes()
    {
        var meant = await RunAsync("later");
        await SendAsync(new SignalFilter(null, meant), "e-1");
        var other = await RunAsync("waiter");

        await scope.SendEventAsync("first");
        await DeliverAllAsync(scope);

        Assert.Equal(("Finished", "Suspended", 0), (StateOf(meant), StateOf(other), Kept(scope)));
    }

    [Fact]
    public async Task Event_ForAnotherExecution_IsKeptBesideTheOneThatWaits()
    {
        var id = await RunAsync("waiter");

        Assert.Equal(0, await SendAsync(new SignalFilter(null, null, $"{id}-99"), "e-1"));

        Assert.Equal(("Suspended", 1), (StateOf(id), Kept(scope)));
        Assert.Equal(1, await SendAsync(new SignalFilter(null, null, ExecutionOf(id)), "e-2"));
        Assert.Equal(("Finished", 1), (StateOf(id), Kept(scope)));
    }

    [Fact]
    public async Task Event_ForAnExecutionToCome_IsGivenToIt()
    {
        var model = await RunAsync("waiter");
        var coming = ExecutionOf(model).Replace(model, "own", StringComparison.Ordinal);
        await SendAsync(new SignalFilter(null, null, coming), "e-1");

        await scope.RunAsync("waiter", instanceId: "own");
        await DeliverAllAsync(scope);

        Assert.Equal(("Finished", "Suspended", 0), (StateOf("own"), StateOf(model), Kept(scope)));
    }

    [Fact]
    public async Task Event_OfAnotherTenant_IsGivenToNobodyHere()
    {
        await scope.Exchange.Get<WorkflowSignals>().SendEventAsync(new("200000008"), "go", default, new SignalFilter(null, null), "e-1", CancellationToken.None);
        var id = await RunAsync("waiter");

        await DeliverAllAsync(scope);

        Assert.Equal(("Suspended", 1), (StateOf(id), Kept(scope)));
    }

    [Fact]
    public async Task Event_ThatStartedAnInstance_IsKeptAllTheSame()
    {
        await scope.PublishAsync("started", FamilyScope.Step("t", "Elsa.Event", "\"customProperties\":{\"canStartWorkflow\":true}", $"\"eventName\":{FamilyScope.Literal("String", "go")}"));

        Assert.Equal(1, await SendAsync(new SignalFilter(null, null), "e-1"));
        await SendAsync(new SignalFilter(null, null), "e-1"); // as after a crash
        Assert.Equal(1, Kept(scope));
        var id = await RunAsync("waiter");
        await DeliverAllAsync(scope);

        Assert.Equal(("Finished", 1, 0), (StateOf(id), scope.Count("started"), Kept(scope)));
    }

    [Fact]
    public async Task Event_AfterItsTime_IsGivenToNobodyAndForgotten()
    {
        await scope.SendEventAsync("go");
        scope.Exchange.Clock.Advance(KeptEvent.TimeKept);
        var id = await RunAsync("waiter");
        await DeliverAllAsync(scope);
        Assert.Equal(("Suspended", 1), (StateOf(id), Kept(scope)));

        await scope.SendEventAsync("other");
        var cleaner = scope.Exchange.Hosted<KeptEventCleaner>();
        await cleaner.StartAsync(CancellationToken.None);
        await scope.Exchange.Clock.SleeperWithinAsync(TimeSpan.FromMinutes(1));
        scope.Exchange.Clock.Advance(TimeSpan.FromMinutes(1));

        await scope.UntilAsync(() => Kept(scope) == 1, "the one that is over is forgotten, the other is not");
        await cleaner.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Event_PublishedByAWorkflow_IsKeptWithWhatItBrings()
    {
        await scope.PublishAsync("publisher", FamilyScope.Step("p", "Elsa.PublishEvent", $"\"eventName\":{FamilyScope.Literal("String", "go")}", $"\"payload\":{FamilyScope.Literal("Object", "news")}"));
        await scope.PublishAsync("told", FamilyScope.Event("e", "go"), FamilyScope.Step("o", "Elsa.WriteLine", $"\"text\":{FamilyScope.Script("String", "getOutputFrom('e')")}"));
        await RunAsync("publisher");
        await DeliverAllAsync(scope);
        Assert.Equal(1, Kept(scope));

        var id = await RunAsync("told");
        await scope.UntilAsync(() => StateOf(id) == "Finished" && scope.Orders == 0, "the event has come");

        Assert.Equal("news", TextOf(id));
    }

    // The order to hand it over stands in the outbox when somebody else's event takes the bookmark.
    [Fact]
    public async Task HandOver_ToABookmarkThatIsGone_KeepsTheEventForTheNext()
    {
        await scope.SendEventAsync("go");
        var first = await RunAsync("waiter");
        Assert.Equal((1, 0), (scope.Orders, Kept(scope)));
        Assert.Equal(1, await scope.SendEventAsync("go"));
        Assert.Equal("Finished", StateOf(first));

        await DeliverAllAsync(scope);
        Assert.Equal(1, Kept(scope));
        var second = await RunAsync("waiter");

        await scope.UntilAsync(() => StateOf(second) == "Finished" && scope.Orders == 0 && Kept(scope) == 0, "the next one has it");
    }

    [Fact]
    public async Task HandOver_ToABookmarkThatIsGoneWhileAnotherWaits_GoesToThatOne()
    {
        await scope.SendEventAsync("go");
        var first = await RunAsync("waiter");
        var second = await RunAsync("waiter");
        await SendAsync(new SignalFilter(null, first), "e-2");

        await DeliverAllAsync(scope);

        Assert.Equal(("Finished", "Finished", 0), (StateOf(first), StateOf(second), Kept(scope)));
    }

    [Fact]
    public async Task Event_SentAgain_IsNeitherKeptTwiceNorAfterItWasReceived()
    {
        await SendAsync(new SignalFilter(null, null), "e-1");
        await SendAsync(new SignalFilter(null, null), "e-1");
        Assert.Equal(1, Kept(scope));

        var first = await RunAsync("waiter");
        await DeliverAllAsync(scope);
        var second = await RunAsync("waiter");
        await SendAsync(new SignalFilter(null, null), "e-1");
        Assert.Equal(("Finished", "Suspended", 0), (StateOf(first), StateOf(second), Kept(scope)));

        await SendAsync(new SignalFilter(null, null), "e-2");
        await SendAsync(new SignalFilter(null, null), "e-2");
        Assert.Equal(("Finished", 0), (StateOf(second), Kept(scope)));
    }

    // As in a loop: the bookmark that comes of the event must not be taken for one that it has not reached yet.
    [Fact]
    public async Task Event_SentAgainToWhoWaitsForTheNextOne_IsNotReceivedTwice()
    {
        await scope.PublishAsync("twice", FamilyScope.Event("e1", "go"), FamilyScope.Event("e2", "go"));
        var id = await RunAsync("twice");

        Assert.Equal(1, await SendAsync(new SignalFilter(null, null), "e-1"));
        Assert.Equal(0, await SendAsync(new SignalFilter(null, null), "e-1")); // as after a crash before its row was taken out
        Assert.Equal(("Suspended", 0), (StateOf(id), Kept(scope)));

        Assert.Equal(1, await SendAsync(new SignalFilter(null, null), "e-2"));
        Assert.Equal(("Finished", 0), (StateOf(id), Kept(scope)));
    }

    [Fact]
    public async Task Event_SentAgainBeforeItReachedAll_ReachesTheOthers()
    {
        var reached = await RunAsync("waiter");
        var other = await RunAsync("waiter");
        await SendAsync(new SignalFilter(null, reached), "e-1"); // as if it had been stopped after the first
        Assert.Equal(("Finished", "Suspended"), (StateOf(reached), StateOf(other)));

        Assert.Equal(1, await SendAsync(new SignalFilter(null, null), "e-1"));

        Assert.Equal("Finished", StateOf(other));
    }

    [Fact]
    public async Task HandOver_SentAgainToWhoWaitsForTheNextOne_IsNotReceivedTwice()
    {
        await scope.PublishAsync("twice", FamilyScope.Event("e1", "go"), FamilyScope.Event("e2", "go"));
        await SendAsync(new SignalFilter(null, null), "e-1");
        var id = await RunAsync("twice");
        var order = Assert.Single(scope.Exchange.Get<SqliteDatabase>().Read(session => session.Query("SELECT id FROM outbox", row => row.GetString(0))));
        var told = KeptEvent.Of(ExchangeScope.Tenant, "go", new SignalFilter(null, null), default, scope.Exchange.Clock.GetUtcNow());
        var waiting = Assert.Single(scope.Exchange.Get<IWorkflowStore>().BookmarksOf(id)).Id;

        await scope.Exchange.Get<WorkflowSignals>().HandOverAsync(told, waiting, order, CancellationToken.None);
        await DeliverAllAsync(scope); // the same order once more

        Assert.Equal(("Suspended", 0), (StateOf(id), Kept(scope)));
        Assert.Single(scope.Exchange.Get<IWorkflowStore>().BookmarksOf(id));
    }

    [Fact]
    public async Task Crash_AfterKeepingAndAfterHandingOver_LosesNothingAndGivesItOnce()
    {
        await scope.SendEventAsync("go");

        await using var second = scope.OpenAsACrashLeftIt();
        var id = (await second.RunAsync("waiter")).Start.InstanceId!;
        Assert.Equal((1, 0, "Suspended"), (second.Orders, Kept(second), second.Find(id).SubStatus));

        await using var third = second.OpenAsACrashLeftIt();
        var other = (await third.RunAsync("waiter")).Start.InstanceId!;
        await DeliverAllAsync(third);

        Assert.Equal(("Finished", "Suspended", 0), (third.Find(id).SubStatus, third.Find(other).SubStatus, Kept(third)));
    }

    // Whichever comes first, neither misses the other: nothing orders the two but the store's one writer.
    [Fact]
    public async Task EventsAndWorkflows_AllAtOnce_MeetOneToOne()
    {
        const int Count = 40;
        await scope.DeliverAsync();

        await Task.WhenAll(Enumerable.Range(0, Count).SelectMany(i => new Task[] { Task.Run(() => scope.SendEventAsync("go", $"c-{i}")), Task.Run(() => scope.RunAsync("waiter", $"c-{i}")) }));

        await scope.UntilAsync(() => scope.Count("waiter", "Finished") == Count && scope.Orders == 0, "all have ended");
        Assert.Equal(0, Kept(scope));
    }

    private async Task<string> RunAsync(string definitionId) => (await scope.RunAsync(definitionId)).Start.InstanceId!; // RunAsync gives one

    private string StateOf(string id) => scope.Find(id).SubStatus;

    private string ExecutionOf(string id) => Assert.Single(Hub.Workflows.Runtime.WorkflowInstance.Deserialize(scope.Find(id).State).Bookmarks).ActivityInstanceId;

    private string? TextOf(string id) => scope.Exchange.Get<InstanceHistory>().Executions(ExchangeScope.Tenant, id).Last(execution => execution.Inputs.ContainsKey("Text")).Inputs["Text"].GetString();

    private Task<int> SendAsync(SignalFilter filter, string eventId, string? payload = null) =>
        scope.Exchange.Get<WorkflowSignals>().SendEventAsync(ExchangeScope.Tenant, "go", Hub.Workflows.JsonValues.From(payload), filter, eventId, CancellationToken.None);

    private static async Task DeliverAllAsync(FamilyScope of)
    {
        await of.DeliverAsync();
        await of.UntilAsync(() => of.Orders == 0, "everything is delivered");
    }

    private static int Kept(FamilyScope of) => of.Exchange.Get<SqliteDatabase>().Read(session => session.First("SELECT COUNT(*) FROM kept_events", row => row.GetInt32(0)));
}

using System.Text;
using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Journeys;
using Hub.Server.Schemas;
using Hub.Server.Tests.Exchange;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Children;
using Hub.Workflows.Runtime;
using Hub.Workflows.Runtime.Alterations;

namespace Hub.Server.Tests.Workflows;

/// <summary>Workflows that start workflows, on the real store: what one commit decides is done once, wherever the hub stops.</summary>
public sealed class ChildWorkflowTests : IAsyncDisposable
{
    private const int CommitsOfTheFamily = 12;

    private readonly FamilyScope scope = FamilyScope.Open();

    public async ValueTask DisposeAsync() => await scope.DisposeAsync();

    [Fact]
    public async Task Dispatch_Waiting_IsWrittenWithTheParentAndTheParentGoesOnAfterIt()
    {
        await scope.PublishAsync("child", FamilyScope.Event("e", "go"));
        await scope.PublishAsync("parent", FamilyScope.Starting("d", "DispatchWorkflow", "child", wait: true, $"\"correlationId\":{FamilyScope.Literal("String", "c-1")}"));

        var parent = (await scope.RunAsync("parent")).Start.InstanceId!;
        Assert.Equal((0, 1), (scope.Count("child"), scope.Orders));
        await scope.DeliverAsync();
        await scope.UntilAsync(() => scope.Count("child", "Suspended") == 1, "the child waits");
        Assert.Equal(0, scope.Orders);

        await scope.SendEventAsync("go", "c-1");
        await scope.UntilAsync(() => scope.Find(parent).SubStatus == "Finished" && scope.Orders == 0, "the parent has ended");

        var child = scope.ChildOf(parent, "child");
        Assert.Equal(("Finished", "c-1", child.Id), (child.SubStatus, child.CorrelationId, child.Partition));
    }

    [Fact]
    public async Task Execute_ChildOfAChild_IsOneCommit()
    {
        await scope.PublishAsync("grandchild", FamilyScope.Line("g"));
        await scope.PublishAsync("child", FamilyScope.Starting("x", "ExecuteWorkflow", "grandchild"));
        await scope.PublishAsync("parent", FamilyScope.Starting("x", "ExecuteWorkflow", "child"));
        var commits = 0;
        scope.Exchange.Store.Before = () =>
        {
            commits++;
            return null;
        };

        var start = await scope.RunAsync("parent");

        Assert.Equal((WorkflowSubStatus.Finished, 1, 0), (start.SubStatus, commits, scope.Orders));
        Assert.Equal("Finished", scope.ChildOf(scope.ChildOf(start.Start.InstanceId!, "child").Id, "grandchild").SubStatus);
    }

    [Fact]
    public async Task Execute_CommitThatFails_LeavesNeitherParentNorChild()
    {
        await scope.PublishAsync("child", FamilyScope.Event("e", "go"));
        await scope.PublishAsync("parent", FamilyScope.Starting("x", "ExecuteWorkflow", "child"));
        scope.Exchange.Store.Before = () => throw new StoreUnavailableException(StoreTrouble.Full, "full");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => scope.RunAsync("parent"));

        Assert.Equal((0, 0), (scope.Count("child"), scope.Count("parent")));
    }

    // After every commit of the family once: what is on disk then is all that the next hub has.
    [Fact]
    public async Task Hub_StoppedAfterAnyCommit_StartsEachChildOnceAndEndsTheFamily()
    {
        for (var last = 1; last <= CommitsOfTheFamily; last++)
        {
            await using var first = FamilyScope.Open();
            await first.PublishAsync("child", FamilyScope.Line("c"));
            await first.PublishAsync(
                "parent",
                FamilyScope.Starting("d", "DispatchWorkflow", "child"),
                FamilyScope.Starting("b", "BulkDispatchWorkflows", "child", wait: true, $"\"items\":{FamilyScope.Script("Object", "return [1,2,3]")}"),
                FamilyScope.Starting("n", "DispatchWorkflow", "child", wait: false),
                FamilyScope.Starting("x", "ExecuteWorkflow", "child"));
            var commits = 0;
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            first.Exchange.Store.Before = () =>
            {
                if (Interlocked.Increment(ref commits) <= last)
                {
                    return null;
                }

                stopped.TrySetResult();
                throw new StoreUnavailableException(StoreTrouble.Stopping, "stopped");
            };
            var parent = (await first.RunAsync("parent")).Start.InstanceId!;
            await first.DeliverAsync();
            await await Task.WhenAny(stopped.Task, first.UntilAsync(() => IsAllDone(first, parent), "the family has ended or the hub is stopped"));

            await using var next = first.OpenAsACrashLeftIt();
            await next.DeliverAsync();
            await next.UntilAsync(() => IsAllDone(next, parent), $"the family has ended after a stop behind commit {last}");

            Assert.Equal((6, 6), (next.Count("child"), next.Count("child", "Finished")));
            Assert.Equal(0, next.Find(parent).Incidents);
        }
    }

    [Fact]
    public async Task Bulk_OfManyChildren_IsToldOfManyEndsAtOnce()
    {
        var count = Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1" ? 10_000 : 300;
        await scope.PublishAsync("child", FamilyScope.Line("c"));
        await scope.PublishAsync("parent", FamilyScope.Starting("b", "BulkDispatchWorkflows", "child", wait: true, $"\"items\":{FamilyScope.Script("Object", $"return Array.from({{length: {count}}}, (_, i) => i)")}"));

        var parent = (await scope.RunAsync("parent")).Start.InstanceId!;
        var timers = scope.Exchange.Hosted<TimerService>();
        await timers.StartAsync(CancellationToken.None);
        for (var asked = scope.Orders; asked < count; asked = scope.Orders)
        {
            await scope.Exchange.Clock.SleeperWithinAsync(TimeSpan.FromSeconds(1));
            scope.Exchange.Clock.Advance(TimeSpan.FromSeconds(1));
            await scope.UntilAsync(() => scope.Orders > asked, "the next batch is asked for");
        }

        await timers.StopAsync(CancellationToken.None);
        await scope.DeliverAsync();
        await scope.UntilAsync(() => scope.Find(parent).SubStatus == "Finished" && scope.Orders == 0, "the bulk has ended");

        Assert.Equal(count, scope.Count("child", "Finished"));
        Assert.True(scope.Find(parent).Revision < count, $"The parent of {count} children was written {scope.Find(parent).Revision} times.");
    }

    [Fact]
    public async Task Start_OfADefinitionDeletedMeanwhile_FaultsTheParentThatWaits()
    {
        await scope.PublishAsync("child", FamilyScope.Line("c"));
        await scope.PublishAsync("parent", FamilyScope.Starting("d", "DispatchWorkflow", "child"));
        var parent = (await scope.RunAsync("parent")).Start.InstanceId!;
        await scope.Exchange.Get<DefinitionPublisher>().DeleteAsync(ExchangeScope.Tenant, "child", [], CancellationToken.None);

        await using var next = scope.OpenAsACrashLeftIt(); // what was compiled is forgotten
        await next.DeliverAsync();
        await next.UntilAsync(() => next.Find(parent).SubStatus == "Faulted" && next.Orders == 0, "the parent has failed");

        Assert.Contains("deleted", WorkflowInstance.Deserialize(next.Find(parent).State).Incidents[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhoseOrderIsDiscarded_FaultsTheParentThatWaits()
    {
        await scope.PublishAsync("child", FamilyScope.Line("c"));
        await scope.PublishAsync("parent", FamilyScope.Starting("d", "DispatchWorkflow", "child"));
        var parent = (await scope.RunAsync("parent")).Start.InstanceId!;
        var order = Assert.Single(scope.Exchange.Outbox.Due(ChildOrders.Lane, scope.Exchange.Clock.GetUtcNow(), 10));

        await scope.Exchange.Get<ReplyEntrance>().EnterAsync(order, default, new DeliveryFailure("discarded", "", IsRetryable: false));
        await scope.DeliverAsync();
        await scope.UntilAsync(() => scope.Find(parent).SubStatus == "Faulted" && scope.Orders == 0, "the parent has failed");

        Assert.Equal(0, scope.Count("child"));
    }

    [Fact]
    public async Task Cancel_OfAParent_CancelsWhatItWaitsForAndStartsNothingMore()
    {
        await scope.PublishAsync("grandchild", FamilyScope.Event("e", "go"));
        await scope.PublishAsync("running", FamilyScope.Starting("x", "ExecuteWorkflow", "grandchild"));
        await scope.PublishAsync("late", FamilyScope.Event("e", "go"));
        await scope.PublishAsync("alone", FamilyScope.Event("e", "go"));
        await scope.PublishAsync(
            "parent",
            FamilyScope.Starting("n", "DispatchWorkflow", "alone", wait: false),
            FamilyScope.Starting("x", "ExecuteWorkflow", "running", wait: false),
            $$"""{"id":"par","type":"Elsa.Parallel","version":1,"activities":[{{FamilyScope.Starting("r", "ExecuteWorkflow", "running")}},{{FamilyScope.Starting("l", "DispatchWorkflow", "late")}}]}""");
        var parent = (await scope.RunAsync("parent")).Start.InstanceId!;

        await CancelAsync(parent);
        await scope.DeliverAsync();
        await scope.UntilAsync(() => scope.Orders == 0, "all orders are carried out");

        Assert.Equal("Cancelled", scope.Find(parent).SubStatus);
        Assert.Equal((1, 1), (scope.Count("running", "Cancelled"), scope.Count("running", "Suspended")));
        Assert.Equal((1, 1), (scope.Count("grandchild", "Cancelled"), scope.Count("grandchild", "Suspended")));
        Assert.Equal((0, 1), (scope.Count("late"), scope.Count("alone", "Suspended")));
    }

    // The other step fails and ends the parent; its child ends meanwhile. Whoever retries the failed step finds the end kept.
    [Fact]
    public async Task Child_ThatEndsWhileItsParentIsFaulted_IsNotMissedByTheRetry()
    {
        await scope.PublishAsync("child", FamilyScope.Line("c"));
        await scope.PublishAsync("parent", $$"""{"id":"par","type":"Elsa.Parallel","version":1,"activities":[{{FamilyScope.Starting("d", "DispatchWorkflow", "child")}},{{FamilyScope.Step("f", "Elsa.Fault", $"\"message\":{FamilyScope.Literal("String", "no")}")}}]}""");
        var parent = (await scope.RunAsync("parent")).Start.InstanceId!;
        Assert.Equal("Faulted", scope.Find(parent).SubStatus);

        await scope.DeliverAsync();
        await scope.UntilAsync(() => scope.Count("child", "Finished") == 1 && scope.Orders == 0, "the child has ended");

        Assert.Equal("Elsa.DispatchWorkflow", Assert.Single(scope.Exchange.Get<IWorkflowStore>().EarlyStimuli(parent)).Name);
    }

    [Fact]
    public async Task Child_OfAJourney_BelongsToItAndDoesNotEndIt()
    {
        await PublishProcedureAsync(FamilyScope.Starting("d", "DispatchWorkflow", "child"));
        var journey = await SubmitAsync();
        await scope.DeliverAsync();
        await scope.UntilAsync(() => StateOf(journey) == JourneyState.Waiting, "the child waits for the citizen");

        Assert.Equal(2, scope.Exchange.Get<IWorkflowStore>().InstancesOf(ExchangeScope.Tenant, journey).Count);
        await BringAsync(journey, "piece");
        await scope.UntilAsync(() => StateOf(journey) == JourneyState.Completed && scope.Orders == 0, "the journey has ended");

        var events = scope.Exchange.EventsOf(journey.Value).Select(happened => happened.Type).ToList();
        Assert.Equal(JourneyEventTypes.JourneyCompleted, events[^1]);
        Assert.Single(events, type => type == JourneyEventTypes.JourneyCompleted);
    }

    [Theory]
    [InlineData("DispatchWorkflow")]
    [InlineData("ExecuteWorkflow")]
    public async Task Message_BroughtBeforeTheChildWaits_IsKeptForIt(string type)
    {
        await PublishProcedureAsync(FamilyScope.Step("w", "Hub.WaitForMessage", $"\"message\":{FamilyScope.Literal("String", "first")}"), FamilyScope.Starting("d", type, "child"));
        var journey = await SubmitAsync();
        await BringAsync(journey, "piece");
        await scope.DeliverAsync();

        await BringAsync(journey, "first");

        await scope.UntilAsync(() => StateOf(journey) == JourneyState.Completed && scope.Orders == 0, "the journey has ended");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Message_BroughtBeforeAChildThatGoesOnWithoutItsParentWaits_IsKeptForIt(bool isStartedBeforeTheEnd)
    {
        var first = FamilyScope.Step("w", "Hub.WaitForMessage", $"\"message\":{FamilyScope.Literal("String", "first")}");
        await PublishProcedureAsync(FamilyScope.Starting("d", "DispatchWorkflow", "child", wait: false), first);
        await scope.PublishAsync("child", FamilyScope.Step("p", "Elsa.Delay", $"\"timeSpan\":{FamilyScope.Literal("TimeSpan", "01:00:00")}"), FamilyScope.Step("w", "Hub.WaitForMessage", $"\"message\":{FamilyScope.Literal("String", "piece")}"));
        var journey = await SubmitAsync();
        await BringAsync(journey, "piece");
        if (isStartedBeforeTheEnd)
        {
            await scope.DeliverAsync();
            await scope.UntilAsync(() => scope.Count("child", "Suspended") == 1, "the child waits for the clock");
        }

        await BringAsync(journey, "first");
        Assert.Equal(JourneyState.Completed, StateOf(journey));
        if (!isStartedBeforeTheEnd)
        {
            await scope.DeliverAsync();
            await scope.UntilAsync(() => scope.Count("child", "Suspended") == 1, "the child waits for the clock");
        }

        scope.Exchange.Clock.Advance(TimeSpan.FromHours(2));
        var timers = scope.Exchange.Hosted<TimerService>();
        await timers.StartAsync(CancellationToken.None);
        await scope.UntilAsync(() => scope.Count("child", "Finished") == 1 && scope.Orders == 0, "the child has taken what came early");
        await timers.StopAsync(CancellationToken.None);

        Assert.Equal(JourneyState.Completed, StateOf(journey));
        Assert.Empty(scope.Exchange.Get<IWorkflowStore>().EarlyStimuli(journey.Value));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Child_OfAJourneyThatIsFaulted_GoesOnAndDoesNotHideIt(bool endsBeforeTheRetry)
    {
        var script = $"if (Date.now() < {(scope.Exchange.Clock.GetUtcNow() + TimeSpan.FromHours(1)).ToUnixTimeMilliseconds()}) throw new Error('not yet')";
        await PublishProcedureAsync($$"""{"id":"par","type":"Elsa.Parallel","version":1,"activities":[{{FamilyScope.Starting("d", "DispatchWorkflow", "child")}},{{FamilyScope.Step("try", "Elsa.RunJavaScript", $"\"script\":{FamilyScope.Literal("String", script)}")}}]}""");
        var journey = await SubmitAsync();
        await scope.DeliverAsync();
        await scope.UntilAsync(() => scope.Count("child", "Suspended") == 1, "the child waits for the citizen");
        Assert.Equal(JourneyState.Faulted, StateOf(journey));

        if (endsBeforeTheRetry)
        {
            await BringAsync(journey, "piece");
            await scope.UntilAsync(() => scope.Count("child", "Finished") == 1 && scope.Orders == 0, "the child has ended");
            Assert.Equal(JourneyState.Faulted, StateOf(journey));
        }

        var parent = scope.Exchange.Get<IWorkflowStore>().InstancesOf(ExchangeScope.Tenant, journey).Single(instance => instance.ParentId is null);
        scope.Exchange.Clock.Advance(TimeSpan.FromHours(2));
        Assert.NotNull((await scope.Exchange.Get<InstanceAlterations>().AlterAsync(ExchangeScope.Tenant, parent.Id, [new RetryActivities([])], [], CancellationToken.None)).Burst);
        if (!endsBeforeTheRetry)
        {
            Assert.Equal(JourneyState.Running, StateOf(journey));
            await BringAsync(journey, "piece");
        }

        await scope.UntilAsync(() => StateOf(journey) == JourneyState.Completed && scope.Orders == 0, "the journey has ended");
    }

    [Fact]
    public async Task Child_OfAJourneyThatFails_IsAnIncidentAndTheParentGoesOn()
    {
        await PublishProcedureAsync(FamilyScope.Starting("d", "DispatchWorkflow", "bad"));
        await scope.PublishAsync("bad", FamilyScope.Step("f", "Elsa.Fault", $"\"message\":{FamilyScope.Literal("String", "no")}"));

        var journey = await SubmitAsync();
        await scope.DeliverAsync();
        await scope.UntilAsync(() => StateOf(journey) == JourneyState.Completed && scope.Orders == 0, "the journey has ended");

        Assert.Single(scope.Exchange.EventsOf(journey.Value), happened => happened.Type == JourneyEventTypes.IncidentRaised);
        Assert.DoesNotContain(scope.Exchange.EventsOf(journey.Value), happened => happened.Type == JourneyEventTypes.JourneyFaulted);
    }

    private static bool IsAllDone(FamilyScope of, string parent) => of.Find(parent).SubStatus == "Finished" && of.Orders == 0;

    private JourneyState StateOf(JourneyId journey) => scope.Exchange.Get<IJourneyStore>().Find(ExchangeScope.Tenant, journey)!.State; // submitted before

    private async Task PublishProcedureAsync(params string[] steps)
    {
        await scope.Exchange.Get<SchemaCatalog>().PutAsync(SchemaVersion.Read(Encoding.UTF8.GetBytes(ProcedureScope.Schema)), [], CancellationToken.None);
        await scope.PublishAsync("child", FamilyScope.Step("w", "Hub.WaitForMessage", $"\"message\":{FamilyScope.Literal("String", "piece")}"));
        await scope.PublishAsync(
            "procedure",
            [FamilyScope.Step("start", "Hub.CitizenRequest", "\"customProperties\":{\"canStartWorkflow\":true}", $"\"procedure\":{FamilyScope.Literal("String", "family")}", $"\"schema\":{FamilyScope.Literal("String", "test.request")}"), .. steps]);
    }

    private async Task<JourneyId> SubmitAsync()
    {
        var procedure = scope.Exchange.Get<IProcedureDirectory>().Find(ExchangeScope.Tenant, "family")!; // published before
        var answer = await scope.Exchange.Pipeline.SendAsync(
            CitizenRequests.ToEnvelope(procedure, ExchangeScope.Tenant, "key", "web", "{\"amountCents\":1}"u8.ToArray(), null, scope.Exchange.Get<IdGenerator>(), scope.Exchange.Clock),
            null,
            CancellationToken.None);
        return new JourneyId(CitizenRequests.ReadReceipt(answer.Reply).JourneyId);
    }

    private async Task BringAsync(JourneyId journey, string name) => Assert.True((await scope.Exchange.Pipeline.SendAsync(
        scope.Exchange.Message(name, "{}", journey.Value, MessageTypes.JourneyMessage) with { Subject = name, Channel = "counter" }, null, CancellationToken.None)).IsAccepted);

    private async Task CancelAsync(string instanceId)
    {
        var order = new OutboxMessage
        {
            Id = "cancel",
            Tenant = ExchangeScope.Tenant,
            Partition = instanceId,
            Connector = ChildOrders.Lane,
            Operation = ChildOrders.Cancel,
            IdempotencyKey = "cancel",
            Payload = Encoding.UTF8.GetBytes($"[\"{instanceId}\"]"),
            CreatedAt = scope.Exchange.Clock.GetUtcNow(),
        };
        await scope.Exchange.Pipeline.SendAsync(
            scope.Exchange.Message("cancel", type: MessageTypes.ChildCancel) with { Subject = instanceId, Partition = instanceId, ComesOnce = true, Data = default },
            new ChildOrder(order),
            CancellationToken.None);
    }
}

using System.Text.Json;
using Hub.Workflows.Children;
using Hub.Workflows.Definitions;
using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Activities;

/// <summary>Workflows that start workflows, on a host in memory.</summary>
public sealed class ChildWorkflowTests
{
    private const string ResultVariable = """
        "variables":[{"id":"r","name":"r","typeName":"Object","storageDriverTypeName":"Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"}],"outputs":[{"name":"Total","type":"Object"}],
        """;
    private const string BoundResult = ""","result":{"typeName":"Object","memoryReference":{"id":"r"} }""";

    private static readonly string GivesTotal = Json.Step("out", "SetOutput", $"\"outputName\":{Json.Literal("String", "Total")},\"outputValue\":{Json.Literal("String", "42")}");
    private static readonly string Fails = Json.Step("bad", "Fault", $"\"message\":{Json.Literal("String", "no")}");

    private readonly Family family = new() { ThroughStore = true };

    [Fact]
    public async Task Dispatch_WithoutWaiting_CompletesAndAsksForTheChild()
    {
        family.Publish("child", Json.Line("say", "hello"));
        family.Publish("p", Family.Starting("d", "DispatchWorkflow", "child", wait: false, $",\"correlationId\":{Json.Literal("String", "c-1")},\"input\":{Json.Object("{\"Name\":\"Ana\"}")},\"channelName\":{Json.Literal("String", "low")}"));

        var parent = await family.RunAsync("p");

        Assert.Equal(WorkflowSubStatus.Finished, parent.SubStatus);
        var child = Assert.Single(family.Starts);
        Assert.Equal(("child", "child-v1", "parent", "c-1", "low", false), (child.DefinitionId, child.VersionId, child.ParentInstanceId, child.CorrelationId, child.ChannelName, child.IsAwaited));
        Assert.Equal("Ana", child.Input["Name"].GetString());
        Assert.Equal("parent", child.Input["ParentInstanceId"].GetString());
        Assert.Equal("parent", child.Properties["ParentInstanceId"].GetString());
        Assert.False(child.Properties.ContainsKey("WaitForCompletion"));

        await family.SettleAsync();
        Assert.Equal("parent", family.Instances[child.InstanceId].ParentInstanceId);
        Assert.Empty(family.Ends);
    }

    [Fact]
    public async Task Dispatch_Waiting_ResultHoldsHowTheChildEndedAndItsOutputs()
    {
        family.Publish("child", Json.Sequence("s", Json.Event("e", "go"), GivesTotal), ResultVariable);
        family.Publish("p", Json.Sequence("s", Family.Starting("d", "DispatchWorkflow", "child", wait: true, BoundResult)), ResultVariable);

        await family.RunAsync("p");
        await family.SettleAsync();
        Assert.Equal(WorkflowSubStatus.Suspended, family.Instances["parent"].SubStatus);
        await family.SettleAsync(answers: true);

        var parent = family.Instances["parent"];
        var result = Variable(parent, "r");
        Assert.Equal(WorkflowSubStatus.Finished, parent.SubStatus);
        Assert.Equal("42", result.GetProperty("Total").GetString());
        Assert.Equal("42", result.GetProperty("WorkflowOutput").GetProperty("Total").GetString());
        Assert.Equal(("Finished", "Finished"), (result.GetProperty("WorkflowStatus").GetString(), result.GetProperty("WorkflowSubStatus").GetString()));
        Assert.Equal(family.Instances.Keys.Single(id => id != "parent"), result.GetProperty("WorkflowInstanceId").GetString());
    }

    [Theory]
    [InlineData("DispatchWorkflow")]
    [InlineData("ExecuteWorkflow")]
    [InlineData("BulkDispatchWorkflows")]
    public async Task Start_OfAnUnpublishedDefinition_Faults(string type)
    {
        family.Publish("p", Family.Starting("d", type, "nobody", wait: true, $",\"items\":{Json.Object("[1]")}"));

        var parent = await family.RunAsync("p");

        Assert.Equal(WorkflowSubStatus.Faulted, parent.SubStatus);
        Assert.Equal("No published version of workflow definition with ID nobody found.", Assert.Single(parent.Incidents).Message);
        Assert.Empty(family.Starts);
    }

    [Fact]
    public async Task Execute_ChildThatEndsAtOnce_ParentGoesOnInTheSameBurst()
    {
        family.Publish("child", Json.Sequence("s", Json.Line("c", "child"), GivesTotal), ResultVariable);
        family.Publish("p", Json.Sequence("s", Json.Line("a", "before"), Family.Starting("d", "ExecuteWorkflow", "child", wait: true, BoundResult), Json.Line("b", "after")), ResultVariable);

        var parent = await family.RunAsync("p");

        Assert.Equal(WorkflowSubStatus.Finished, parent.SubStatus);
        Assert.Equal(2, family.Bursts.Count);
        var result = Variable(parent, "r");
        Assert.Equal("42", result.GetProperty("Output").GetProperty("Total").GetString());
        Assert.Equal(("Finished", "Finished"), (result.GetProperty("Status").GetString(), result.GetProperty("SubStatus").GetString()));
    }

    [Theory]
    [InlineData(true, WorkflowSubStatus.Suspended)]
    [InlineData(false, WorkflowSubStatus.Finished)]
    public async Task Execute_ChildThatWaits_ParentWaitsOnlyIfAskedTo(bool wait, WorkflowSubStatus expected)
    {
        family.Publish("child", Json.Sequence("s", Json.Event("e", "go"), GivesTotal), ResultVariable);
        family.Publish("p", Json.Sequence("s", Family.Starting("d", "ExecuteWorkflow", "child", wait, BoundResult)), ResultVariable);

        var parent = await family.RunAsync("p");
        Assert.Equal(expected, parent.SubStatus);
        await family.SettleAsync(answers: true);

        var result = Variable(family.Instances["parent"], "r");
        Assert.Equal(wait ? "Finished" : "Running", result.GetProperty("Status").GetString());
        Assert.Equal(wait, result.GetProperty("Output").TryGetProperty("Total", out _));
        Assert.All(family.Instances.Values, instance => Assert.Equal(WorkflowSubStatus.Finished, instance.SubStatus));
    }

    [Fact]
    public async Task Execute_NoRoomInTheBurst_GoesOnInTheNextOne()
    {
        family.Publish("child", Json.Line("c", "child"));
        family.Publish("p", Json.Sequence("s", Family.Starting("d", "ExecuteWorkflow", "child", wait: true), Family.Starting("d2", "ExecuteWorkflow", "child", wait: true)));
        family.Room = 1;

        var parent = await family.RunAsync("p");
        Assert.Equal(TestEngine.Noon, Assert.Single(parent.Bookmarks).DueAt);
        await family.SettleAsync();

        Assert.Equal(WorkflowSubStatus.Finished, family.Instances["parent"].SubStatus);
        Assert.Equal(2, family.CountOf("child"));
    }

    [Theory]
    [InlineData("DispatchWorkflow")]
    [InlineData("ExecuteWorkflow")]
    public async Task Start_ThatTheHostRefuses_FaultsTheStepThatWaits(string type)
    {
        family.Publish("child", Json.Line("c", "child"));
        family.Publish("p", Family.Starting("d", type, "child", wait: true));
        family.Refusal = "only one may run";

        await family.RunAsync("p");
        if (family.Starts is [var child])
        {
            await family.DeliverAsync(new ChildEnd { ParentInstanceId = "parent", ActivityInstanceId = child.Properties["SchedulingActivityExecutionId"].GetString()!, InstanceId = child.InstanceId, Refusal = family.Refusal });
        }

        Assert.Equal("only one may run", Assert.Single(family.Instances["parent"].Incidents).Message);
    }

    [Fact]
    public async Task Bulk_OfSixHundred_AsksInBatchesAndCompletesWhenAllHaveEnded()
    {
        family.Publish("child", Json.Line("c", "child"));
        family.Publish("p", Json.Flowchart(
            "f",
            [Family.Starting("b", "BulkDispatchWorkflows", "child", wait: true, $",\"items\":{Family.Script("Object", "return Array.from({length: 600}, (_, i) => i)")},\"correlationIdFunction\":{Family.Script("String", "return 'c' + getItem() + args.item")}"), Json.Line("completed", "all ended"), Json.Line("done", "done")],
            "b.Completed>completed",
            "b.Done>done"));

        await family.RunAsync("p");
        Assert.Equal(256, family.Starts.Count);
        await family.SettleAsync();

        Assert.Equal(WorkflowSubStatus.Finished, family.Instances["parent"].SubStatus);
        Assert.Equal(600, family.CountOf("child"));
        Assert.Equal(Enumerable.Range(0, 600).Select(i => $"c{i}{i}"), family.Instances.Values.Where(instance => instance.DefinitionId == "child").Select(instance => instance.CorrelationId));
        Assert.Equal(["all ended", "done"], family.Bursts.SelectMany(burst => burst.Instance.Id == "parent" ? burst.WrittenLines : []));
    }

    [Fact]
    public async Task Bulk_ItemsThatAreObjects_AreMergedIntoTheInput()
    {
        family.Publish("child", Json.Line("c", "child"));
        family.Publish("p", Family.Starting("b", "BulkDispatchWorkflows", "child", wait: false, $",\"items\":{Json.Object("[{\"Name\":\"Ana\"},7]")},\"input\":{Json.Object("{\"Year\":2030}")},\"defaultItemInputKey\":{Json.Literal("String", "Number")}"));

        var parent = await family.RunAsync("p");

        Assert.Equal(WorkflowSubStatus.Finished, parent.SubStatus);
        Assert.Equal(["Ana", "7"], family.Starts.Select(child => (child.Input.TryGetValue("Name", out var name) ? name : child.Input["Number"]).ToString()));
        Assert.All(family.Starts, child => Assert.Equal(2030, child.Input["Year"].GetInt32()));
        Assert.Equal(2, family.Starts.Select(child => child.InstanceId).Distinct().Count());
    }

    [Fact]
    public async Task Bulk_WithPorts_RunsTheOneThatFitsForEachEndAndWaitsForThem()
    {
        family.Publish("good", Json.Line("c", "child"));
        family.Publish("bad", Fails);
        foreach (var child in new[] { "good", "bad" })
        {
            family.Publish("p", Json.Sequence("s", Family.Starting(
                "b",
                "BulkDispatchWorkflows",
                child,
                wait: true,
                $",\"items\":{Json.Object("[1,2]")},\"childCompleted\":{Json.Sequence("ok", Json.Event("e", "seen"), Json.Step("l", "WriteLine", $"\"text\":{Family.Script("String", "return 'completed ' + (getVariable('ChildInstanceId') === getInput('WorkflowInstanceId'))")}"))},\"childFaulted\":{Json.Step("ko", "WriteLine", $"\"text\":{Family.Script("String", "return 'faulted ' + getInput('WorkflowSubStatus')")}")}")));
            await family.RunAsync("p", child + "-parent");
            await family.SettleAsync();
            var waiting = family.Instances[child + "-parent"].Status;
            await family.SettleAsync(answers: true);

            var lines = family.Bursts.Where(burst => burst.Instance.Id == child + "-parent").SelectMany(burst => burst.WrittenLines);
            Assert.Equal(child == "good" ? ["completed true", "completed true"] : new[] { "faulted Faulted", "faulted Faulted" }, lines);
            Assert.Equal(child == "good" ? WorkflowStatus.Running : WorkflowStatus.Finished, waiting);
            Assert.Equal(WorkflowSubStatus.Finished, family.Instances[child + "-parent"].SubStatus);
        }
    }

    [Fact]
    public async Task Bulk_TwoBesideEachOther_EachCountsItsOwnChildren()
    {
        family.Publish("quick", Json.Line("c", "child"));
        family.Publish("slow", Json.Event("e", "go"));
        string Bulk(string id, string child, string items) => Json.Sequence(id, Family.Starting("b" + id, "BulkDispatchWorkflows", child, wait: true, $",\"items\":{Json.Object(items)}"), Json.Line("l" + id, child));
        family.Publish("p", $$"""{"id":"par","type":"Elsa.Parallel","version":1,"activities":[{{Bulk("x", "quick", "[1,2,3]")}},{{Bulk("y", "slow", "[1]")}}]}""");

        await family.RunAsync("p");
        await family.SettleAsync();
        Assert.Equal(["quick"], ParentLines());
        await family.SettleAsync(answers: true);

        Assert.Equal(["quick", "slow"], ParentLines());
        Assert.Equal(WorkflowSubStatus.Finished, family.Instances["parent"].SubStatus);
    }

    [Theory]
    [InlineData("[]", 0)]
    [InlineData("\"text\"", 1)]
    public async Task Bulk_WithoutItems_IsDone(string items, int notes)
    {
        family.Publish("child", Json.Line("c", "child"));
        family.Publish("p", Json.Flowchart("f", [Family.Starting("b", "BulkDispatchWorkflows", "child", wait: true, $",\"items\":{Json.Object(items)}"), Json.Line("done", "done"), Json.Line("completed", "completed")], "b.Done>done", "b.Completed>completed"));

        await family.RunAsync("p");

        Assert.Equal(["done"], ParentLines());
        Assert.Equal(notes, family.Bursts.SelectMany(burst => burst.Journal).Count(entry => entry.Event == JournalEvent.Noted));
    }

    [Fact]
    public async Task Bulk_CorrelationThatFails_AsksForNoChildOfTheBatch()
    {
        family.Publish("child", Json.Line("c", "child"));
        family.Publish("p", Family.Starting("b", "BulkDispatchWorkflows", "child", wait: true, $",\"items\":{Json.Object("[1,2,3]")},\"correlationIdFunction\":{Family.Script("String", "if (getItem() === 3) throw new Error('x'); return 'c'")}"));

        var parent = await family.RunAsync("p");

        Assert.Equal(WorkflowSubStatus.Faulted, parent.SubStatus);
        Assert.Empty(family.Starts);
    }

    [Fact]
    public async Task ChildThatFailed_RetriedUntilItEnds_TellsItsParentOnce()
    {
        family.Publish("child", Json.Sequence("s", Fails));
        family.Publish("p", Json.Sequence("s", Family.Starting("b", "BulkDispatchWorkflows", "child", wait: true, $",\"items\":{Json.Object("[1,2]")}")));
        await family.RunAsync("p");
        await family.DeliverAsync(family.Starts[0]);
        var child = Assert.Single(family.Ends).InstanceId;
        family.Ends.Clear();

        var again = await family.RetryAsync(child);

        Assert.Equal(WorkflowSubStatus.Faulted, again.Instance.SubStatus);
        Assert.Empty(family.Ends);
    }

    [Fact]
    public async Task Cancel_OfAParent_NamesTheChildrenThatItWaitsFor()
    {
        family.Publish("child", Json.Event("e", "go"));
        family.Publish("p", $$"""{"id":"par","type":"Elsa.Parallel","version":1,"activities":[{{Family.Starting("d", "DispatchWorkflow", "child", wait: true)}},{{Family.Starting("x", "ExecuteWorkflow", "child", wait: true)}},{{Family.Starting("n", "DispatchWorkflow", "child", wait: false)}},{{Family.Starting("b", "BulkDispatchWorkflows", "child", wait: true, $",\"items\":{Json.Object("[1,2]")}")}}]}""");
        await family.RunAsync("p");
        var awaited = family.Starts.Where(child => child.IsAwaited).Select(child => child.InstanceId).Concat(family.Instances.Keys.Where(id => id != "parent")).Order(StringComparer.Ordinal).ToArray();

        var burst = await family.CancelAsync("parent");

        Assert.Equal(4, awaited.Length);
        Assert.Equal(awaited, burst.CancelledChildren.Order(StringComparer.Ordinal));
        Assert.Equal(WorkflowSubStatus.Cancelled, burst.Instance.SubStatus);
    }

    [Fact]
    public async Task Workflow_ThatStartsItselfAndWaits_IsStoppedAfterSixtyFour()
    {
        family.Publish("p", Family.Starting("d", "DispatchWorkflow", "p", wait: true));

        await family.RunAsync("p");
        await family.SettleAsync();

        Assert.Equal(65, family.CountOf("p"));
        Assert.Single(family.Instances.Values, instance => instance.SubStatus == WorkflowSubStatus.Faulted);
        Assert.Equal(64, family.Instances.Values.Count(instance => instance.SubStatus == WorkflowSubStatus.Finished));
    }

    [Theory]
    [InlineData(null, ActivationStrategy.Always)]
    [InlineData("Elsa.Workflows.ActivationValidators.AllowAlwaysStrategy, Elsa.Workflows.Core", ActivationStrategy.Always)]
    [InlineData("Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime", ActivationStrategy.Singleton)]
    [InlineData("Elsa.Workflows.Runtime.ActivationValidators.CorrelatedSingletonStrategy, Elsa.Workflows.Runtime", ActivationStrategy.CorrelatedSingleton)]
    [InlineData("CorrelationStrategy", ActivationStrategy.Correlation)]
    [InlineData("My.Own.NightlyStrategy, My.Own", ActivationStrategy.Always)]
    public void Activation_TypeName_IsMatchedOnItsClass(string? type, ActivationStrategy expected) =>
        Assert.Equal(expected, new DefinitionOptions { ActivationStrategyType = type }.Activation);

    private IEnumerable<string> ParentLines() => family.Bursts.Where(burst => burst.Instance.Id == "parent").SelectMany(burst => burst.WrittenLines);

    private static JsonElement Variable(WorkflowInstance instance, string name) => instance.Variables.Single(variable => variable.Key == name).Value;
}

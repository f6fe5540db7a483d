using System.Text;
using Hub.Server.Exchange;
using Hub.Server.Tests.Exchange;
using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Runtime;
using Hub.Workflows.Runtime.Alterations;

namespace Hub.Server.Tests.Workflows;

/// <summary>Alterations, commits in the middle of a burst and background work with the real store and the real timers.</summary>
public sealed class InstanceAlterationsTests : IAsyncDisposable
{
    private const string Kept = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core";

    private readonly ExchangeScope scope = ExchangeScope.Open();

    public async ValueTask DisposeAsync() => await scope.DisposeAsync();

    [Fact]
    public async Task Retry_FaultedInstance_GoesOnAndWaitsAgainForWhatItWaitedFor()
    {
        var id = await scope.StartAsync(await PublishAsync($$"""{"id":"p","type":"Elsa.Parallel","activities":[{{Event("e", "Go")}},{"id":"bad","type":"Elsa.WriteHttpResponse"}]}"""));
        Assert.Equal(("Finished", "Faulted"), (Row(id).Status, Row(id).SubStatus));
        Assert.Empty(scope.Get<IWorkflowStore>().BookmarksOf(id));

        var altered = await AlterAsync(id, new RetryActivities([]));

        // There is still no request to answer, so it fails again; but it was run.
        Assert.Equal((true, "Faulted", 2), (altered.Burst is not null, Row(id).SubStatus, Row(id).Incidents));
        var cancelled = await AlterAsync(id, new RetryActivities([]), new CancelActivity("bad", null));
        Assert.NotNull(cancelled.Burst);
        Assert.Equal(("Running", "Suspended"), (Row(id).Status, Row(id).SubStatus));
        Assert.Equal("Elsa.Event", Assert.Single(scope.Get<IWorkflowStore>().BookmarksOf(id)).Name);
        Assert.Null(Row(id).FinishedAt);
    }

    [Fact]
    public async Task Alter_PlanOfWhichOnePartCannotBeMade_WritesNothing()
    {
        var id = await scope.StartAsync(await PublishAsync(Event("e", "Go")));
        var before = Row(id);

        var altered = await AlterAsync(id, new ModifyVariable("n", JsonValues.From(2)), new ScheduleActivity("none", null));

        Assert.Null(altered.Burst);
        Assert.Equal((before.Revision, Encoding.UTF8.GetString(before.State.Span)), (Row(id).Revision, Encoding.UTF8.GetString(Row(id).State.Span)));
        Assert.NotNull((await AlterAsync(id, new ModifyVariable("n", JsonValues.From(3)))).Burst);
    }

    [Fact]
    public async Task Alter_InstanceOfAnotherTenantOrOfNobody_DoesNotExist()
    {
        var id = await scope.StartAsync(await PublishAsync(Event("e", "Go")));

        var foreign = await scope.Get<InstanceAlterations>().AlterAsync(new TenantId("213200017"), id, [new Cancel()], [], CancellationToken.None);
        var unknown = await AlterAsync("nobody", new Cancel());

        Assert.All(new[] { foreign, unknown }, result => Assert.Contains("no workflow instance", Assert.Single(result.Log).Message, StringComparison.Ordinal));
        Assert.Equal("Running", Row(id).Status);
    }

    [Fact]
    public async Task Migrate_ToTheNextVersion_RunsOnThere()
    {
        var id = await scope.StartAsync(await PublishAsync(Sequence(Event("e", "Go"))));
        var next = await PublishAsync(Sequence(Event("e", "Go"), Event("f", "Then")));
        await AlterAsync(id, new Migrate(2));
        Assert.Equal((next, 2), (Row(id).VersionId, Row(id).Version));

        await scope.Get<WorkflowSignals>().SendEventAsync(ExchangeScope.Tenant, "Go", default, new SignalFilter(null, null), "event-1", CancellationToken.None);

        Assert.Equal("f", Assert.Single(WorkflowInstance.Deserialize(Row(id).State).Bookmarks).ActivityId);
    }

    [Theory]
    [InlineData("ActivityExecuted")]
    [InlineData("ActivityExecuting")]
    public async Task CommitStrategy_EveryActivity_IsGoneOnWithByTheTimersAlsoAfterACrash(string strategy)
    {
        var id = await scope.StartAsync(await PublishAsync(Sequence(Line("a"), Line("b"), Line("c")), strategy));
        var first = Row(id);
        Assert.Equal(("Running", "Executing", 1), (first.Status, first.SubStatus, first.Revision));

        await using var after = scope.OpenAsACrashLeftIt();
        var timers = after.Hosted<TimerService>();
        await timers.StartAsync(CancellationToken.None);
        await after.Store.UntilAsync(() => after.Get<IWorkflowStore>().FindInstance(id)!.Status == "Finished", "the workflow has ended"); // it was started
        await timers.StopAsync(CancellationToken.None);

        var row = after.Get<IWorkflowStore>().FindInstance(id)!; // it was started
        Assert.Equal("Finished", row.SubStatus);
        Assert.InRange(row.Revision, 4, 6);
        Assert.Empty(after.Get<IWorkflowStore>().BookmarksOf(id));
    }

    private static string Event(string id, string name) => $$"""{"id":"{{id}}","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"{{name}}"} } }""";

    private static string Line(string id) => $$"""{"id":"{{id}}","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"{{id}}"} } }""";

    private static string Sequence(params string[] activities) => $$"""{"id":"q","type":"Elsa.Sequence","activities":[{{string.Join(",", activities)}}]}""";

    private StoredInstance Row(string id) => scope.Get<IWorkflowStore>().FindInstance(id)!; // it was started

    private Task<AlterationResult> AlterAsync(string id, params Alteration[] alterations) =>
        scope.Get<InstanceAlterations>().AlterAsync(ExchangeScope.Tenant, id, alterations, [], CancellationToken.None);

    private async Task<string> PublishAsync(string root, string? commitStrategy = null)
    {
        var publisher = scope.Get<DefinitionPublisher>();
        var json = $$"""
            {"definitionId":"altered","name":"altered","options":{"commitStrategyName":"{{commitStrategy}}"},
             "variables":[{"id":"n","name":"n","typeName":"Int32","value":"1","storageDriverTypeName":"{{Kept}}"}],"root":{{root}} }
            """;
        var imported = await publisher.ImportAsync(ExchangeScope.Tenant, Encoding.UTF8.GetBytes(json), [], CancellationToken.None);
        Assert.Empty((await publisher.PublishAsync(ExchangeScope.Tenant, "altered", [], CancellationToken.None)).Errors);
        return imported.Definition.VersionId;
    }
}

using System.Text;
using Hub.Server.Exchange;
using Hub.Server.Schemas;
using Hub.Server.Workflows;
using Hub.Workflows.Definitions;
using Hub.Workflows.Runtime;

namespace Hub.Server.Tests.Workflows;

/// <summary>Activation strategies at every way to start a workflow, decided by the store's one writer.</summary>
public sealed class ActivationTests : IAsyncDisposable
{
    private readonly FamilyScope scope = FamilyScope.Open();

    public async ValueTask DisposeAsync() => await scope.DisposeAsync();

    [Theory]
    [InlineData("Singleton", "a", "b", 1)]
    [InlineData("CorrelatedSingleton", "a", "b", 2)]
    [InlineData("CorrelatedSingleton", "a", "a", 1)]
    [InlineData("CorrelatedSingleton", null, "a", 2)]
    [InlineData("Correlation", "a", "a", 1)]
    [InlineData("Correlation", "a", "b", 2)]
    [InlineData("Correlation", null, null, 2)]
    [InlineData("AllowAlways", "a", "a", 2)]
    public async Task Start_WhileAnotherRuns_IsAllowedAsTheStrategySays(string strategy, string? first, string? second, int expected)
    {
        await scope.PublishAsAsync(strategy, "w", FamilyScope.Event("e", "go"));

        await scope.RunAsync("w", first);
        var start = await scope.RunAsync("w", second);

        Assert.Equal(expected, scope.Count("w"));
        Assert.Equal(expected == 1, start.Refusal is not null);
        Assert.Equal(expected == 1 ? null : (WorkflowSubStatus?)WorkflowSubStatus.Suspended, start.SubStatus);
        Assert.Equal(expected == 1 ? 1 : 0, scope.Exchange.Get<ActivationGuard>().Refused.Values.Sum());
    }

    [Fact]
    public async Task Start_OnceTheOtherHasEnded_IsAllowedAgain()
    {
        await scope.PublishAsAsync("Singleton", "w", FamilyScope.Event("e", "go"));
        await scope.RunAsync("w");

        await scope.SendEventAsync("go");

        Assert.Null((await scope.RunAsync("w")).Refusal);
        Assert.Equal(2, scope.Count("w"));
    }

    [Fact]
    public async Task Start_OfAnotherDefinitionWithTheSameCorrelation_IsRefusedByCorrelationOnly()
    {
        await scope.PublishAsync("other", FamilyScope.Event("e", "go"));
        await scope.PublishAsAsync("CorrelatedSingleton", "single", FamilyScope.Event("e", "go"));
        await scope.PublishAsAsync("Correlation", "any", FamilyScope.Event("e", "go"));
        await scope.RunAsync("other", "a");

        Assert.Null((await scope.RunAsync("single", "a")).Refusal);
        Assert.NotNull((await scope.RunAsync("any", "a")).Refusal);
    }

    [Fact]
    public async Task Starts_AllAtOnce_LeaveOneInstance()
    {
        await scope.PublishAsAsync("Singleton", "w", FamilyScope.Event("e", "go"));

        var starts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => scope.RunAsync("w"))));

        Assert.Equal(1, scope.Count("w"));
        Assert.Single(starts, start => start.Refusal is null);
    }

    // The look before the commit finds nothing; the other start is committed in between.
    [Fact]
    public async Task Start_ThatAnotherOvertakesBeforeItsCommit_IsRefused()
    {
        await scope.PublishAsAsync("Singleton", "w", FamilyScope.Event("e", "go"));
        scope.Exchange.Store.Before = Overtake;

        var start = await scope.RunAsync("w");

        Assert.NotNull(start.Refusal);
        Assert.Equal(1, scope.Count("w"));
    }

    private CommitResult? Overtake()
    {
        scope.Exchange.Store.Before = null;
        scope.RunAsync("w").GetAwaiter().GetResult(); // it has to be over before the commit that it overtakes
        return null;
    }

    [Theory]
    [InlineData("DispatchWorkflow")]
    [InlineData("ExecuteWorkflow")]
    public async Task Child_ThatItsStrategyRefuses_FaultsTheParentThatWaits(string type)
    {
        await scope.PublishAsAsync("Singleton", "child", FamilyScope.Event("e", "go"));
        await scope.PublishAsync("parent", FamilyScope.Starting("d", type, "child"));
        await scope.RunAsync("child");

        var parent = (await scope.RunAsync("parent")).Start.InstanceId!;
        await scope.DeliverAsync();
        await scope.UntilAsync(() => scope.Find(parent).SubStatus == "Faulted" && scope.Orders == 0, "the parent has failed");

        Assert.Equal(1, scope.Count("child"));
        Assert.Contains("was not started", WorkflowInstance.Deserialize(scope.Find(parent).State).Incidents[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timer_WhoseStartIsRefused_ComesAgain()
    {
        await scope.PublishAsAsync("Singleton", "w", FamilyScope.Step("t", "Elsa.Timer", "\"customProperties\":{\"canStartWorkflow\":true}", $"\"interval\":{FamilyScope.Literal("TimeSpan", "01:00:00")}"), FamilyScope.Event("e", "go"));
        var store = scope.Exchange.Get<IWorkflowStore>();

        for (var hour = 1; hour <= 3; hour++)
        {
            scope.Exchange.Clock.Advance(TimeSpan.FromHours(1));
            var timers = scope.Exchange.Hosted<TimerService>();
            await timers.StartAsync(CancellationToken.None);
            await scope.UntilAsync(() => store.DueTimers(scope.Exchange.Clock.GetUtcNow(), 1).Count == 0, "no timer is due");
            await timers.StopAsync(CancellationToken.None);
        }

        Assert.Equal(1, scope.Count("w"));
        Assert.NotNull(store.NextTimer());
        Assert.Equal(2, scope.Exchange.Get<ActivationGuard>().Refused[ActivationStrategy.Singleton]);
    }

    [Fact]
    public async Task Event_WhoseStartIsRefused_ReachesNobody()
    {
        await scope.PublishAsAsync("Singleton", "w", FamilyScope.Step("t", "Elsa.Event", "\"customProperties\":{\"canStartWorkflow\":true}", $"\"eventName\":{FamilyScope.Literal("String", "new")}"), FamilyScope.Event("e", "go"));

        Assert.Equal((1, 0), (await scope.SendEventAsync("new"), await scope.SendEventAsync("new")));
        Assert.Equal(1, scope.Count("w"));
    }

    [Fact]
    public async Task Publish_ProcedureThatWouldTurnCitizensAway_IsRefused()
    {
        await scope.Exchange.Get<SchemaCatalog>().PutAsync(SchemaVersion.Read(Encoding.UTF8.GetBytes(ProcedureScope.Schema)), [], CancellationToken.None);
        var start = FamilyScope.Step("start", "Hub.CitizenRequest", "\"customProperties\":{\"canStartWorkflow\":true}", $"\"procedure\":{FamilyScope.Literal("String", "p")}", $"\"schema\":{FamilyScope.Literal("String", "test.request")}");

        Assert.Contains("Singleton", Assert.Single(await scope.PublishAsAsync("Singleton", "p", start)).Fr, StringComparison.Ordinal);
        Assert.Empty(await scope.PublishAsAsync("CorrelatedSingleton", "p", start));
    }
}

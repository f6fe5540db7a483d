using System.Collections.Frozen;
using Hub.Server.ElsaApi;
using Hub.Server.ElsaApi.ActivityExecutions;
using Hub.Server.ElsaApi.Live;
using Hub.Server.Workflows;
using Microsoft.AspNetCore.SignalR;

namespace Hub.Server.Tests.ElsaApi.Live;

public sealed class ObservationTests(ElsaHub hub) : IClassFixture<ElsaHub>
{
    [Fact]
    public async Task Tell_WhileTheClientHasNotTakenTheLastMessage_PutsTogetherWhatItMissed()
    {
        var id = await hub.RunAsync(await hub.PublishAsync(ElsaHub.WriteLine("a"), ElsaHub.Await("held"), ElsaHub.WriteLine("b")));
        var (stats, touched, steps) = (new LiveStats(ElsaHub.Tenant, id, hub.Get<IInstanceDirectory>()), new HashSet<string>(), new InstanceSteps(null));
        stats.Refresh(touched, CancellationToken.None);
        var client = new HeldClient();
        var wakes = 0;
        var observation = new Observation(Connection(() => { }), id, client, _ => true, TimeProvider.System);
        observation.Tell(stats, steps, () => wakes++);

        foreach (var nodeId in touched)
        {
            observation.Note(true, new HashSet<string> { nodeId });
            observation.Tell(stats, steps, () => wakes++);
        }

        Assert.Single(client.Sent);
        client.Take();
        await observation.Sending.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((1, 3), (wakes, client.Sent.Count));
        observation.Tell(stats, steps, () => wakes++);
        await observation.Sending.WaitAsync(TimeSpan.FromSeconds(60));
        observation.Tell(stats, steps, () => wakes++);
        Assert.Equal((1, 6), (wakes, client.Sent.Count));
    }

    [Fact]
    public async Task Tell_AClientThatMayNoLongerLook_CutsItOffUntold()
    {
        var id = await hub.RunAsync(await hub.PublishAsync(ElsaHub.WriteLine("a")));
        var client = new HeldClient();
        var isCut = false;
        var observation = new Observation(Connection(() => isCut = true), id, client, _ => false, TimeProvider.System);

        observation.Tell(new LiveStats(ElsaHub.Tenant, id, hub.Get<IInstanceDirectory>()), new InstanceSteps(null), () => { });
        await observation.Sending.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(isCut);
        Assert.Empty(client.Sent);
    }

    [Fact]
    public async Task LiveStats_AfterEachCommit_AreThoseOfTheReport()
    {
        var id = await hub.RunAsync(await hub.PublishAsync(ElsaHub.WriteLine("a"), ElsaHub.Await("stats-1"), ElsaHub.Fail("broken"), ElsaHub.WriteLine("b")));
        var live = new LiveStats(ElsaHub.Tenant, id, hub.Get<IInstanceDirectory>());
        Compare();

        await hub.TellAsync(id, "stats-1");
        Compare();
        await hub.PostAsync("/alterations/workflows/retry", $$"""{"workflowInstanceIds":["{{id}}"]}""");
        Compare();
        await hub.PostAsync("/alterations/run", $$"""{"workflowInstanceIds":["{{id}}"],"alterations":[{"type":"ScheduleActivity","activityId":"a1"}]}""");
        Compare();

        void Compare()
        {
            live.Refresh([], CancellationToken.None);
            var steps = new InstanceSteps(null);
            var reported = hub.Get<InstanceHistory>().Executions(ElsaHub.Tenant, id)
                .GroupBy(execution => execution.NodeId, StringComparer.Ordinal)
                .Select(group => ExecutionStats.Of(group.Key, [.. group], steps) with { Metadata = Nothing })
                .OrderBy(stats => stats.ActivityNodeId, StringComparer.Ordinal);
            Assert.Equal(reported, live.NodeIds.Order(StringComparer.Ordinal).Select(nodeId => live.Of(nodeId, steps)! with { Metadata = Nothing })); // it ran
        }
    }

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();

    private static LiveConnection Connection(Action abort) => new(
        "c",
        new Hub.Server.Web.Caller { KeyId = "k", DisplayName = "test", Roles = FrozenSet<string>.Empty, Permissions = FrozenSet<string>.Empty, Tenant = ElsaHub.Tenant, AllTenants = false },
        abort,
        TimeProvider.System.GetUtcNow());

    /// <summary>A client that takes nothing until it is told to.</summary>
    private sealed class HeldClient : ISingleClientProxy
    {
        private readonly TaskCompletionSource taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Sent { get; } = [];

        public void Take() => taken.SetResult();

        public Task SendCoreAsync(string method, object?[] args, CancellationToken cancellationToken = default)
        {
            Sent.Add(method);
            return taken.Task;
        }

        public Task<T> InvokeCoreAsync<T>(string method, object?[] args, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Workflows;
using Hub.Workflows.Children;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;
using Hub.Workflows.Runtime.Alterations;

namespace Hub.Server.Workflows;

/// <summary>Runs instances within a unit of work: starts and resumes them, lets signals that came early meet them, and hands what they did to the writer.</summary>
internal sealed class InstanceRuns(
    IWorkflowStore store,
    LiveInstances live,
    GraphCache graphs,
    IDefinitionStore definitions,
    WorkflowRunner runner,
    BurstWriter writer,
    ActivationGuard activations)
{
    /// <summary>Starts an instance, unless its activation strategy forbids it.</summary>
    public async ValueTask<StartedInstance> StartAsync(BurstScope scope, string versionId, StartWorkflow start, CancellationToken cancellationToken)
    {
        var graph = graphs.Get(versionId);
        if (activations.Refuse(scope.Owner.Tenant, graph.Definition, start, scope.Exchange.Unit) is { } refusal)
        {
            return new StartedInstance(null, refusal);
        }

        var burst = await runner.StartAsync(graph, start with { InstanceId = scope.Owner.InstanceId }, scope, cancellationToken);
        await FinishAsync(scope, [burst], before: null, cancellationToken);
        return new StartedInstance(burst.Instance, null);
    }

    /// <summary>Resumes a bookmark. What comes of it still has to be handed to <see cref="FinishAsync"/>.</summary>
    public ValueTask<Burst> ResumeAsync(BurstScope scope, string versionId, WorkflowInstance instance, ResumeBookmark resume, CancellationToken cancellationToken) =>
        runner.ResumeAsync(graphs.Get(versionId), instance, resume, scope, cancellationToken);

    /// <summary>Cancels a running instance and writes that.</summary>
    public async ValueTask CancelAsync(BurstScope scope, LiveInstance running, CancellationToken cancellationToken)
    {
        var burst = await runner.CancelAsync(graphs.Get(running.Row.VersionId), running.Instance, scope, cancellationToken);
        writer.Write(scope, [burst], running.Row);
    }

    /// <summary>Alters an instance by hand, all or none. What comes of it still has to be handed to <see cref="FinishAsync"/>.</summary>
    public ValueTask<AlterationResult> AlterAsync(BurstScope scope, LiveInstance altered, IReadOnlyList<Alteration> alterations, CancellationToken cancellationToken)
    {
        var row = altered.Row;
        return runner.AlterAsync(graphs.Get(row.VersionId), altered.Instance, alterations, FindVersion, scope, cancellationToken);

        WorkflowGraph? FindVersion(int number) =>
            definitions.Versions(row.Tenant, row.DefinitionId).FirstOrDefault(version => version.Version == number) is { } found ? graphs.Get(found.VersionId) : null;
    }

    /// <summary>The instance as it was last committed; null when the store has none of this id. Whoever asks owns it until the commit.</summary>
    public LiveInstance? Find(string instanceId)
    {
        if (live.TryTake(instanceId, out var instance))
        {
            return instance;
        }

        return store.FindInstance(instanceId) is { } stored ? new LiveInstance(stored, WorkflowInstance.Deserialize(stored.State)) : null;
    }

    /// <summary>Signals that came early meet the bookmarks of these bursts, until none is left that somebody waits for or the instance has ended; then all is written.</summary>
    /// <param name="bursts">At least one; those that follow are added.</param>
    /// <param name="before">The stored row that they began from; null for a new instance.</param>
    public async ValueTask FinishAsync(BurstScope scope, List<Burst> bursts, StoredInstance? before, CancellationToken cancellationToken)
    {
        var early = MayHaveEarlySignals(scope.Owner, bursts[^1].Instance, before) ? store.EarlyStimuli(scope.Owner.Partition).ToList() : [];
        while (early.Count > 0 && bursts[^1].Instance.Status == WorkflowStatus.Running && Match(bursts[^1].Instance, early) is { } match)
        {
            early.Remove(match.Stimulus);
            if (!scope.TryTake(match.Stimulus))
            {
                continue;
            }

            scope.Add(new RemoveStimulus(match.Stimulus.Id));
            var instance = bursts[^1].Instance;
            var payload = match.Stimulus.Payload.IsEmpty ? default : JsonElement.Parse(match.Stimulus.Payload.Span);
            bursts.Add(await ResumeAsync(
                scope,
                instance.DefinitionVersionId,
                instance,
                new ResumeBookmark { BookmarkId = match.Bookmark.Id, Input = payload },
                cancellationToken));
        }

        writer.Write(scope, bursts, before);
    }

    // A journey's first instance cannot have any. The ends of children are kept for a parent that had faulted, until it is retried.
    private static bool MayHaveEarlySignals(StoredInstanceOwner owner, WorkflowInstance instance, StoredInstance? before) =>
        instance.Bookmarks.Any(bookmark => bookmark.EffectId is null)
        && (owner.JourneyId is not null ? before is not null || instance.ParentInstanceId is not null : before?.Status == nameof(WorkflowStatus.Finished));

    private static (EarlyStimulus Stimulus, Bookmark Bookmark)? Match(WorkflowInstance instance, List<EarlyStimulus> early)
    {
        foreach (var stimulus in early)
        {
            foreach (var bookmark in instance.Bookmarks)
            {
                if (bookmark.Hash == stimulus.Hash && bookmark.EffectId is null)
                {
                    return (stimulus, bookmark);
                }
            }
        }

        return null;
    }
}

/// <summary>What came of a start.</summary>
/// <param name="Instance">The instance after its first burst; null when it was refused.</param>
/// <param name="Refusal">Why its activation strategy refused it.</param>
internal sealed record StartedInstance(WorkflowInstance? Instance, LocalizedText? Refusal);

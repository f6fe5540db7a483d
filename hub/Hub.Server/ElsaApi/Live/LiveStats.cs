using Hub.Server.ElsaApi.ActivityExecutions;
using Hub.Server.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.ElsaApi.Live;

/// <summary>
/// How often the steps of one instance ran and how they stand: the same numbers as <see cref="ReportExecutions"/>, kept up to date by
/// reading only what later commits added. Holds some forty bytes for each execution.
/// </summary>
internal sealed class LiveStats(TenantId tenant, string instanceId, IInstanceDirectory directory)
{
    private const int PageSize = 32;

    private readonly Dictionary<long, Execution> executions = [];
    private readonly Dictionary<string, long> oddIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Step> steps = new(StringComparer.Ordinal);

    // Those of an instance that was imported count up to where it begins here.
    private int after = int.MinValue;

    /// <summary>The steps that ran.</summary>
    public IReadOnlyCollection<string> NodeIds => steps.Keys;

    /// <summary>Reads what was committed since the last time.</summary>
    /// <param name="touched">Takes the steps of which something changed.</param>
    public void Refresh(HashSet<string> touched, CancellationToken cancellationToken)
    {
        while (directory.Bursts(tenant, instanceId, after, PageSize) is { Count: > 0 } bursts)
        {
            foreach (var burst in bursts)
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var execution in BurstDocument.Read(instanceId, burst.Records).Executions)
                {
                    Count(execution);
                    touched.Add(execution.NodeId);
                }

                after = burst.Revision;
            }
        }
    }

    /// <summary>The numbers of a step; null when it did not run.</summary>
    public ExecutionStats? Of(string nodeId, InstanceSteps names) => steps.TryGetValue(nodeId, out var step)
        ? new ExecutionStats(
            names.IdOf(nodeId),
            nodeId,
            step.Started,
            step.Completed,
            step.Started - step.Completed,
            step.Waiting > 0,
            step.IsLastFaulted,
            step.Faults,
            new Dictionary<string, string>())
        : null;

    private void Count(RecordedExecution recorded)
    {
        if (!steps.TryGetValue(recorded.NodeId, out var step))
        {
            steps.Add(recorded.NodeId, step = new Step());
        }

        var key = KeyOf(recorded.Id);
        var now = new Execution(recorded.CompletedAt is not null, recorded.HasBookmarks, recorded.FaultCount);
        if (!executions.TryGetValue(key, out var before))
        {
            step.Started++;
            if (recorded.StartedAt >= step.LastAt)
            {
                (step.Last, step.LastAt) = (key, recorded.StartedAt);
            }
        }

        executions[key] = now;
        step.Completed += One(now.IsCompleted) - One(before.IsCompleted);
        step.Waiting += One(now.IsWaiting) - One(before.IsWaiting);
        step.Faults += now.Faults - before.Faults;
        if (step.Last == key)
        {
            step.IsLastFaulted = recorded.Status == ActivityStatus.Faulted;
        }
    }

    // Those of an earlier version of the hub are no numbers; they are numbered below 0.
    private long KeyOf(string id)
    {
        if (ExecutionId.TryParse(id, out var instance, out var number) && instance.SequenceEqual(instanceId.AsSpan()))
        {
            return number;
        }

        if (!oddIds.TryGetValue(id, out var key))
        {
            oddIds.Add(id, key = -1 - oddIds.Count);
        }

        return key;
    }

    private static int One(bool isSo) => isSo ? 1 : 0;

    private readonly record struct Execution(bool IsCompleted, bool IsWaiting, int Faults);

    private sealed class Step
    {
        public int Started { get; set; }

        public int Completed { get; set; }

        public int Waiting { get; set; }

        public int Faults { get; set; }

        public long Last { get; set; }

        public DateTimeOffset LastAt { get; set; }

        public bool IsLastFaulted { get; set; }
    }
}

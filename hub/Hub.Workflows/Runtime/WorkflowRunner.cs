using Hub.Workflows.Graph;

namespace Hub.Workflows.Runtime;

/// <summary>Runs workflows, one burst at a time. Holds nothing of an instance: one runner serves all threads.</summary>
/// <param name="clock">Tells the time.</param>
/// <param name="ids">Gives identifiers.</param>
/// <param name="options">Limits; null for the defaults.</param>
public sealed class WorkflowRunner(TimeProvider clock, IIdGenerator ids, RunnerOptions? options = null)
{
    private readonly RunnerOptions _options = options ?? new RunnerOptions();

    /// <summary>Begins a new instance and runs it until it waits or ends.</summary>
    /// <param name="graph">The compiled definition version.</param>
    /// <param name="start">How it begins.</param>
    /// <param name="host">What activities reach through <see cref="ActivityContext.Host{T}"/>; null for nothing.</param>
    /// <param name="cancellationToken">Gives the burst up; the instance is then to be dropped.</param>
    /// <exception cref="OperationCanceledException">The burst was given up.</exception>
    public ValueTask<Burst> StartAsync(WorkflowGraph graph, StartWorkflow start, object? host, CancellationToken cancellationToken)
    {
        _ = (clock, ids, _options);
        throw new NotImplementedException();
    }

    /// <summary>Goes on at a bookmark and runs until the instance waits again or ends.</summary>
    /// <param name="graph">The compiled version that the instance runs on.</param>
    /// <param name="instance">The instance; changed in place.</param>
    /// <param name="resume">Which bookmark, and with what.</param>
    /// <param name="host">What activities reach; null for nothing.</param>
    /// <param name="cancellationToken">Gives the burst up; the instance is then to be dropped.</param>
    /// <exception cref="UnknownBookmarkException">The instance does not wait there (any more); nothing was changed.</exception>
    public ValueTask<Burst> ResumeAsync(WorkflowGraph graph, WorkflowInstance instance, ResumeBookmark resume, object? host, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Cancels an instance and all that runs in it. Does nothing to one that has ended.</summary>
    public ValueTask<Burst> CancelAsync(WorkflowGraph graph, WorkflowInstance instance, object? host, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Runs faulted activities again; the instance goes on from there.</summary>
    /// <param name="graph">The compiled version that the instance runs on.</param>
    /// <param name="instance">The instance; changed in place.</param>
    /// <param name="activityIds">Only these activities; empty for every faulted one.</param>
    /// <param name="host">What activities reach; null for nothing.</param>
    /// <param name="cancellationToken">Gives the burst up; the instance is then to be dropped.</param>
    public ValueTask<Burst> RetryAsync(WorkflowGraph graph, WorkflowInstance instance, IReadOnlyCollection<string> activityIds, object? host, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}

using Hub.Server.Exchange;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>
/// Signals that came before anybody waited for them, or while what waited stood on an incident. A journey's are kept for all its
/// instances; an instance without one is its own partition.
/// </summary>
internal sealed class EarlySignals(IWorkflowStore store, IdGenerator ids, TimeProvider clock)
{
    /// <summary>Keeps one until somebody asks for it or nobody is left who could.</summary>
    /// <param name="hash">What a bookmark has to wait for to get it.</param>
    public void Keep(UnitOfWork unit, TenantId tenant, string partition, string name, string hash, ReadOnlyMemory<byte> payload) =>
        unit.Add(new KeepStimulus(new EarlyStimulus(ids.NewId(), tenant, partition, hash, name, payload, clock.GetUtcNow())));

    /// <summary>Whether an instance waits for a stimulus, or will again when somebody retries what failed beside the step that waits.</summary>
    public bool IsAwaited(TenantId tenant, JourneyId journeyId, string hash) => store.InstancesOf(tenant, journeyId).Any(row => WaitsFor(row, hash));

    /// <summary>As <see cref="IsAwaited(TenantId, JourneyId, string)"/>, of one instance that belongs to no journey.</summary>
    public bool IsAwaited(string instanceId, string hash) => store.FindInstance(instanceId) is { } row && WaitsFor(row, hash);

    /// <summary>Whether anything may still come of a journey's instances.</summary>
    public bool CanGoOn(TenantId tenant, JourneyId journeyId) => store.InstancesOf(tenant, journeyId).Any(row => row.CanGoOn);

    private static bool WaitsFor(StoredInstance row, string hash) =>
        row.CanGoOn && WorkflowInstance.Deserialize(row.State).Bookmarks.Any(bookmark => bookmark.Hash == hash);
}

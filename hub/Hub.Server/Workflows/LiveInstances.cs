using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>
/// Instances that will soon go on, as they stand after their last commit, so that they need not be read and rebuilt. Only a
/// shortcut: whoever takes one out owns it, what is not here is read from the store, and a revision that is not the stored
/// one writes nothing.
/// </summary>
internal sealed class LiveInstances(LoadLimits limits)
{
    // A larger state costs more to hold than to read again.
    private const int MaxStateBytes = 64 * 1024;

    private readonly ConcurrentDictionary<string, LiveInstance> instances = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> order = new();

    /// <summary>Takes an instance out; it must be put back only after its next commit.</summary>
    public bool TryTake(string instanceId, [NotNullWhen(true)] out LiveInstance? live) => instances.TryRemove(instanceId, out live);

    /// <summary>Each is read again when it goes on: what it runs on has been compiled anew.</summary>
    public void ForgetAll() => instances.Clear();

    /// <summary>Keeps an instance as it was committed. The oldest make room.</summary>
    public void Put(StoredInstance row, WorkflowInstance instance)
    {
        if (row.State.Length > MaxStateBytes)
        {
            return;
        }

        instances[row.Id] = new LiveInstance(row with { State = default }, instance);
        order.Enqueue(row.Id);
        while (order.Count > limits.LiveInstances && order.TryDequeue(out var oldest))
        {
            instances.TryRemove(oldest, out _);
        }
    }
}

/// <param name="Row">Its row, without the state document.</param>
/// <param name="Instance">The state itself.</param>
internal sealed record LiveInstance(StoredInstance Row, WorkflowInstance Instance);

using System.Collections.Concurrent;

namespace Hub.Server.Workflows;

/// <summary>
/// Tells whoever looks at an instance that a commit touched it. While nobody looks, a commit pays one look into an empty table.
/// An instance has one listener at a time, which must return at once: it runs on the path of the engine.
/// </summary>
internal sealed class InstanceChanges
{
    private readonly ConcurrentDictionary<string, Action> listeners = new(StringComparer.Ordinal);

    /// <summary>Calls this after every commit of the instance, from now on.</summary>
    public void Listen(string instanceId, Action changed) => listeners[instanceId] = changed;

    /// <summary>Calls it no longer.</summary>
    public void Leave(string instanceId) => listeners.TryRemove(instanceId, out _);

    /// <summary>A commit touched the instance.</summary>
    public void Tell(string instanceId)
    {
        if (listeners.TryGetValue(instanceId, out var changed))
        {
            changed();
        }
    }
}

using System.Collections.Concurrent;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Http;

/// <summary>
/// HTTP requests that wait for a workflow's own reply. The reply may come bursts later, after outside calls: the open request
/// is found again by its instance. A request that the process loses in a crash is lost to its caller, never its workflow.
/// </summary>
internal sealed class HttpExchanges(LoadLimits limits)
{
    private readonly ConcurrentDictionary<string, OpenHttpExchange> open = new(StringComparer.Ordinal);

    /// <summary>How many wait.</summary>
    public int Count => open.Count;

    /// <summary>Null when as many wait as may.</summary>
    public OpenHttpExchange? TryOpen(string instanceId) =>
        open.Count >= limits.HttpWaits ? null : open[instanceId] = new OpenHttpExchange(() => open.TryRemove(instanceId, out _));

    /// <summary>The hub stops: whoever still waits is told so. The workflows go on after the next start.</summary>
    public void CloseAll()
    {
        foreach (var exchange in open.Values)
        {
            exchange.GiveUp();
        }
    }

    public OpenHttpExchange? Find(string instanceId) => open.GetValueOrDefault(instanceId);
}

/// <summary>One waiting HTTP request.</summary>
internal sealed class OpenHttpExchange(Action close) : IHttpExchange, IDisposable
{
    private readonly TaskCompletionSource<HttpReply> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool CanRespond => !reply.Task.IsCompleted;

    public Task<HttpReply> Reply => reply.Task;

    /// <summary>After a durable burst: answers if the workflow wrote a response, ended, or waits for somebody else.</summary>
    /// <param name="childrenCall">Whether children that ran within these bursts wait for outside calls.</param>
    public void Settle(IReadOnlyList<Burst> bursts, bool childrenCall)
    {
        SettleWritten(bursts);
        var instance = bursts[^1].Instance;
        if (instance.SubStatus == WorkflowSubStatus.Faulted)
        {
            reply.TrySetResult(new HttpReply(null, IsFaulted: true));
        }
        else if (instance.Status == WorkflowStatus.Finished || (WaitsForOthers(bursts[^1]) && !childrenCall))
        {
            reply.TrySetResult(new HttpReply(null, IsFaulted: false));
        }
    }

    /// <summary>Answers if the workflow wrote a response.</summary>
    public void SettleWritten(IReadOnlyList<Burst> bursts)
    {
        foreach (var burst in bursts)
        {
            if (burst.WrittenHttpResponse is { } written)
            {
                reply.TrySetResult(new HttpReply(written, IsFaulted: false));
                return;
            }
        }
    }

    /// <summary>After a durable burst of a child that the workflow waits for: answers if that wrote a response, or waits for somebody else in its turn.</summary>
    public void SettleOfChild(IReadOnlyList<Burst> bursts)
    {
        SettleWritten(bursts);
        if (bursts[^1].Instance.Status == WorkflowStatus.Running && WaitsForOthers(bursts[^1]))
        {
            reply.TrySetResult(new HttpReply(null, IsFaulted: false));
        }
    }

    private static bool WaitsForOthers(Burst burst) => burst.Effects.Count == 0 && !burst.Instance.Bookmarks.Any(bookmark => OwnBookmarks.Includes(bookmark.Name));

    public void GiveUp() => reply.TrySetResult(new HttpReply(null, IsFaulted: false, IsStopping: true));

    public void Dispose() => close();
}

/// <param name="Response">What the workflow wrote; null when it wrote nothing.</param>
/// <param name="IsStopping">The hub stopped before the workflow replied.</param>
internal sealed record HttpReply(WrittenHttpResponse? Response, bool IsFaulted, bool IsStopping = false);

using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Http;

/// <summary>
/// HTTP requests that wait for a workflow's own reply. The reply may come bursts later, after outside calls: the open request
/// is found again by its instance. A request that the process loses in a crash is lost to its caller, never its workflow.
/// Several may wait for one instance: a workflow that waits at a second HttpEndpoint, or a request that is sent again.
/// </summary>
internal sealed class HttpExchanges(LoadLimits limits)
{
    // Guards what follows, and the order within an instance.
    private readonly Lock changing = new();
    private readonly Dictionary<string, OpenHttpExchange> newest = new(StringComparer.Ordinal);
    private int count;

    /// <summary>How many wait.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Null when as many wait as may.</summary>
    public OpenHttpExchange? TryOpen(string instanceId)
    {
        lock (changing)
        {
            if (count >= limits.HttpWaits)
            {
                return null;
            }

            count++;
            return newest[instanceId] = new OpenHttpExchange(this, instanceId, newest.GetValueOrDefault(instanceId));
        }
    }

    /// <summary>The request that the instance would answer now: the last that came and is not answered yet. Null: nobody waits.</summary>
    public OpenHttpExchange? Find(string instanceId)
    {
        lock (changing)
        {
            var last = newest.GetValueOrDefault(instanceId);
            return last?.Earlier is null ? last : last.WithEarlier().FirstOrDefault(exchange => exchange.CanRespond) ?? last;
        }
    }

    /// <summary>The hub stops: whoever still waits is told so. The workflows go on after the next start.</summary>
    public void CloseAll()
    {
        lock (changing)
        {
            foreach (var exchange in newest.Values.SelectMany(last => last.WithEarlier()))
            {
                exchange.GiveUp();
            }
        }
    }

    internal void Close(OpenHttpExchange exchange)
    {
        lock (changing)
        {
            count--;
            if (newest[exchange.InstanceId] is var last && last != exchange)
            {
                last.WithEarlier().Single(later => later.Earlier == exchange).Earlier = exchange.Earlier;
            }
            else if (exchange.Earlier is { } earlier)
            {
                newest[exchange.InstanceId] = earlier;
            }
            else
            {
                newest.Remove(exchange.InstanceId);
            }
        }
    }
}

/// <summary>One waiting HTTP request. Dispose it once, when it is answered or does not wait any more.</summary>
internal sealed class OpenHttpExchange(HttpExchanges exchanges, string instanceId, OpenHttpExchange? earlier) : IHttpExchange, IDisposable
{
    private readonly TaskCompletionSource<HttpReply> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string InstanceId => instanceId;

    /// <summary>The one that came for the same instance before this; null: none that still waits.</summary>
    public OpenHttpExchange? Earlier { get; set; } = earlier;

    public bool CanRespond => !reply.Task.IsCompleted;

    public Task<HttpReply> Reply => reply.Task;

    /// <summary>After a durable burst: answers if the workflow wrote a response, ended, or waits for somebody else.</summary>
    /// <param name="childrenCall">Whether children that ran within these bursts wait for outside calls.</param>
    public void Settle(IReadOnlyList<Burst> bursts, bool childrenCall)
    {
        SettleWritten(bursts);
        var instance = bursts[^1].Instance;
        if (instance.SubStatus == WorkflowSubStatus.Faulted || instance.Status == WorkflowStatus.Finished)
        {
            // Nobody will be answered any more.
            foreach (var exchange in WithEarlier())
            {
                exchange.reply.TrySetResult(new HttpReply(null, IsFaulted: instance.SubStatus == WorkflowSubStatus.Faulted));
            }
        }
        else if (WaitsForOthers(bursts[^1]) && !childrenCall)
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

    public void Dispose() => exchanges.Close(this);

    /// <summary>This, and whoever came before, the last first.</summary>
    public IEnumerable<OpenHttpExchange> WithEarlier()
    {
        for (var exchange = this; exchange is not null; exchange = exchange.Earlier)
        {
            yield return exchange;
        }
    }
}

/// <param name="Response">What the workflow wrote; null when it wrote nothing.</param>
/// <param name="IsStopping">The hub stopped before the workflow replied.</param>
internal sealed record HttpReply(WrittenHttpResponse? Response, bool IsFaulted, bool IsStopping = false);

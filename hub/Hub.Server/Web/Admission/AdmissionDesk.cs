using System.Diagnostics.CodeAnalysis;

namespace Hub.Server.Web.Admission;

/// <summary>
/// Decides which calls from outside the hub takes on, before their bodies are read. The room is counted in bytes of memory
/// (<see cref="LoadLimits"/>) and given out by three rules:
/// <list type="number">
/// <item>New work fills at most three quarters of the room, ordinary calls seven eighths, running journeys' messages all of it:
/// under pressure from outside, what has begun goes on.</item>
/// <item>A local authority may hold at most three times what is still free (dynamic thresholds, as switches share their buffer
/// memory among queues). Alone it gets three quarters; two that flood get three sevenths each; and there is always room left for
/// one that just comes. Nothing has to be configured or remembered for it.</item>
/// <item>While the store or the heap lags behind, nothing new begins.</item>
/// </list>
/// Replies of connectors, due timers and results of outside calls do not come this way: each has a bound where it arises.
/// </summary>
public sealed class AdmissionDesk(LoadLimits limits, IStoreHealth store, HeapPressure heap)
{
    private const int TenantFactor = 3;

    private static readonly int Classes = Enum.GetValues<WorkClass>().Length;
    private static readonly int Reasons = Enum.GetValues<AdmissionRefusal>().Length;

    private readonly Lock changing = new();
    private readonly Dictionary<string, long> byTenant = new(StringComparer.Ordinal);
    private readonly int[] inside = new int[Classes];
    private readonly long[] admitted = new long[Classes];
    private readonly long[] refused = new long[Classes * Reasons];
    private long held;
    private volatile bool isClosed;

    /// <summary>True once the hub is stopping: nothing new begins, what is under way ends.</summary>
    public bool IsClosed => isClosed;

    /// <summary>The room, in bytes.</summary>
    public long Room => limits.AdmissionBytes;

    /// <summary>What the calls that are being handled take of the room, in bytes.</summary>
    public long Held => Interlocked.Read(ref held);

    /// <summary>The hub is stopping.</summary>
    public void Close() => isClosed = true;

    /// <summary>Takes a call on, or says why not. The ticket must be disposed when the call is answered.</summary>
    /// <param name="tenant">The local authority that the call acts in; empty for callers without a key, who share one place among them.</param>
    /// <param name="body">The bytes that the call's body has, or may have.</param>
    public bool TryEnter(WorkClass work, string tenant, long body, [NotNullWhen(true)] out AdmissionTicket? ticket, out AdmissionRefusal reason)
    {
        // A call that is larger than its class' room passes alone.
        var ceiling = Ceiling(work);
        body = Math.Max(0, body);
        var cost = Math.Min(LoadLimits.RequestCost + (LoadLimits.BodyCopies * body), ceiling);
        if (work == WorkClass.New && Halted() is { } halt)
        {
            Count(work, reason = halt);
            ticket = null;
            return false;
        }

        lock (changing)
        {
            byTenant.TryGetValue(tenant, out var own);
            var free = ceiling - held;
            if (cost > free)
            {
                reason = AdmissionRefusal.Full;
            }
            else if (own > 0 && own + cost > TenantFactor * free)
            {
                reason = AdmissionRefusal.TenantShare;
            }
            else
            {
                held += cost;
                byTenant[tenant] = own + cost;
                inside[(int)work]++;
                admitted[(int)work]++;
                ticket = new AdmissionTicket(this, work, tenant, cost, LoadLimits.WaitCost + body);
                reason = default;
                return true;
            }
        }

        Count(work, reason);
        ticket = null;
        return false;
    }

    /// <summary>Counts a call that was turned away for a reason that the desk does not judge itself.</summary>
    public void Count(WorkClass work, AdmissionRefusal reason) => Interlocked.Increment(ref refused[((int)work * Reasons) + (int)reason]);

    /// <summary>Calls that are being handled.</summary>
    public int Inside(WorkClass work) => Volatile.Read(ref inside[(int)work]);

    /// <summary>Calls that were taken on since the start.</summary>
    public long Admitted(WorkClass work) => Interlocked.Read(ref admitted[(int)work]);

    /// <summary>Calls that were turned away since the start.</summary>
    public long Refused(WorkClass work, AdmissionRefusal reason) => Interlocked.Read(ref refused[((int)work * Reasons) + (int)reason]);

    internal void Rest(AdmissionTicket ticket)
    {
        lock (changing)
        {
            var freed = ticket.Shrink();
            held -= freed;
            byTenant[ticket.Tenant] -= freed;
        }
    }

    internal void Leave(AdmissionTicket ticket)
    {
        lock (changing)
        {
            held -= ticket.Cost;
            inside[(int)ticket.Work]--;
            if ((byTenant[ticket.Tenant] -= ticket.Cost) == 0)
            {
                byTenant.Remove(ticket.Tenant);
            }
        }
    }

    private AdmissionRefusal? Halted() =>
        isClosed ? AdmissionRefusal.Stopping
        : store.Waiting >= limits.CommitsWaiting ? AdmissionRefusal.Store
        : heap.IsHigh ? AdmissionRefusal.Heap
        : null;

    private long Ceiling(WorkClass work) => work switch
    {
        WorkClass.New => limits.AdmissionBytes * 3 / 4,
        WorkClass.Ordinary => limits.AdmissionBytes * 7 / 8,
        _ => limits.AdmissionBytes,
    };
}

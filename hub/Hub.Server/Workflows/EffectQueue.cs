using System.Text.Json;

namespace Hub.Server.Workflows;

/// <summary>
/// Outside calls whose claims are durable and which are to be made now, by the host that they go to. One host gets a share of
/// the places, so that one that does not answer leaves the others theirs. Past its bounds, in number and in bytes, nothing more
/// is remembered here: the claims wait in the store, in their order, and are read again as soon as there is room for many of them.
/// </summary>
internal sealed class EffectQueue(LoadLimits limits)
{
    /// <summary>Calls that are made at the same time.</summary>
    public const int SideBySide = 64;

    /// <summary>Calls to one host that are made at the same time.</summary>
    public const int PerHost = 16;

    /// <summary>Calls that are made, or answered and not kept yet: a store that does not keep up slows the calls down.</summary>
    public const int Inside = 128;

    private readonly Lock changing = new();
    private readonly Dictionary<string, Host> hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<Host> turns = new();
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly Bell room = new(); // rung where what overflowed is down to half: room for many, and not a look for each
    private readonly int perHost = Math.Max(limits.Effects / 4, 1);
    private volatile bool hasOverflowed;
    private bool isShort;
    private volatile Action<QueuedEffect>? start;
    private int waiting;
    private int running;
    private int calling;
    private long bytes;

    /// <summary>True while claims wait in the store that found no room here.</summary>
    public bool HasOverflowed
    {
        get => hasOverflowed;
        private set => hasOverflowed = value;
    }

    public int Waiting => Volatile.Read(ref waiting);

    public int Running => Volatile.Read(ref running);

    /// <summary>From now on each call is handed over as soon as there is a place for it, by whoever makes the place; what waits, at once.</summary>
    public void Open(Action<QueuedEffect> start)
    {
        this.start = start;
        StartWhatFits();
    }

    /// <summary>Hands nothing over any more.</summary>
    public void Close() => start = null;

    /// <summary>Whether a claim is here already, or held by somebody else.</summary>
    public bool Knows(string effectId)
    {
        lock (changing)
        {
            return known.Contains(effectId);
        }
    }

    /// <summary>Adds a claim, unless it is there already. False: it was not added.</summary>
    public bool Add(QueuedEffect effect)
    {
        lock (changing)
        {
            if (known.Contains(effect.EffectId))
            {
                return false;
            }

            var host = hosts.GetValueOrDefault(effect.Host) ?? new Host();
            var isAllShort = waiting >= limits.Effects || (waiting > 0 && bytes + effect.Size > limits.EffectBytes);
            if (isAllShort || host.Effects.Count >= perHost || (!effect.IsReadAgain && host.IsShort))
            {
                // A new one does not go before those of its host that wait in the store.
                HasOverflowed = true;
                isShort |= isAllShort;
                host.IsShort |= host.Effects.Count >= perHost;
                return false;
            }

            hosts[effect.Host] = host;
            known.Add(effect.EffectId);
            host.Effects.Enqueue(effect);
            waiting++;
            bytes += effect.Size;
            Line(host);
        }

        StartWhatFits();
        return true;
    }

    /// <summary>Completes once half of what waits here of an overflow has been taken. Take it before reading what overflowed.</summary>
    public Task Room => room.Next;

    /// <summary>Keeps a claim out of the queue until it is <see cref="Released"/>, because somebody else settles it.</summary>
    public void Hold(string effectId)
    {
        lock (changing)
        {
            known.Add(effectId);
        }
    }

    public void Released(string effectId)
    {
        lock (changing)
        {
            known.Remove(effectId);
        }
    }

    /// <summary>The next call to make, the hosts taking turns; null while there is none, or no place for it. End it with <see cref="Done"/>.</summary>
    public QueuedEffect? Take()
    {
        lock (changing)
        {
            if (running >= Inside || calling >= SideBySide || !turns.TryDequeue(out var host))
            {
                return null;
            }

            host.IsInLine = false;
            host.Running++;
            running++;
            calling++;
            waiting--;
            var effect = host.Effects.Dequeue();
            effect.IsCalling = true;
            bytes -= effect.Size;
            Line(host);
            TellOfRoom(host);
            return effect;
        }
    }

    /// <summary>The host has answered: the next call to it need not wait until this one's result is kept.</summary>
    public void Answered(QueuedEffect effect)
    {
        lock (changing)
        {
            LeaveHost(effect);
        }

        StartWhatFits();
    }

    public void Done(QueuedEffect effect)
    {
        lock (changing)
        {
            LeaveHost(effect);
            known.Remove(effect.EffectId);
            running--;
        }

        StartWhatFits();
    }

    /// <summary>Says that what overflowed is being read again; whatever finds no room once more sets it again.</summary>
    public void ReadAgain() => HasOverflowed = false;

    /// <summary>Says that claims wait in the store which this queue does not know.</summary>
    public void Overflow() => HasOverflowed = true;

    private void StartWhatFits()
    {
        while (start is { } hand && Take() is { } next)
        {
            hand(next);
        }
    }

    private void TellOfRoom(Host host)
    {
        var isHostAgain = host.IsShort && host.Effects.Count <= perHost / 2;
        var isAllAgain = isShort && waiting <= limits.Effects / 2 && bytes <= limits.EffectBytes / 2;
        host.IsShort &= !isHostAgain;
        isShort &= !isAllAgain;
        if (isHostAgain || isAllAgain)
        {
            room.Ring();
        }
    }

    private void LeaveHost(QueuedEffect effect)
    {
        if (!effect.IsCalling)
        {
            return;
        }

        effect.IsCalling = false;
        calling--;
        var host = hosts[effect.Host]; // it has a call running until here
        host.Running--;
        Line(host);
        if (host.Running == 0 && host.Effects.Count == 0)
        {
            hosts.Remove(effect.Host);
        }
    }

    private void Line(Host host)
    {
        if (!host.IsInLine && host.Effects.Count > 0 && host.Running < PerHost)
        {
            host.IsInLine = true;
            turns.Enqueue(host);
        }
    }

    private sealed class Host
    {
        public Queue<QueuedEffect> Effects { get; } = new();

        public int Running { get; set; }

        public bool IsInLine { get; set; }

        /// <summary>Further calls to it wait in the store.</summary>
        public bool IsShort { get; set; }
    }
}

/// <param name="Claim">The durable claim.</param>
/// <param name="Request">The same call, not to be parsed again.</param>
/// <param name="IsReadAgain">It comes from the store, where it may have been released since.</param>
internal sealed record QueuedEffect(ClaimedEffect Claim, EffectRequest Request, bool IsReadAgain = false)
{
    public string EffectId => Claim.EffectId;

    /// <summary>W3C trace context of the message that the call came of; null after a restart.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Whether it has its host's place; only the queue asks and says so.</summary>
    public bool IsCalling { get; set; }

    /// <summary>Where the call goes; null where it names no address.</summary>
    public Uri? Address { get; } = Request.ParseAddress();

    /// <summary>The host and port that the call goes to; empty where it names none.</summary>
    public string Host => field ??= Address?.Authority ?? "";

    /// <summary>What it is counted with, in bytes: the claim as it is kept, and parsed.</summary>
    public long Size => Claim.Request.Length * 2L;

    /// <summary>A claim of the store. One that cannot be read becomes a call of no kind, of which the runner makes an incident.</summary>
    public static QueuedEffect Of(ClaimedEffect claim)
    {
        try
        {
            return new QueuedEffect(claim, EffectRequest.Deserialize(claim.Request), IsReadAgain: true);
        }
        catch (JsonException)
        {
            return new QueuedEffect(claim, new EffectRequest("", IsIdempotent: false, default), IsReadAgain: true);
        }
    }
}

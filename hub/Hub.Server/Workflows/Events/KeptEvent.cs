using System.Text.Json;
using Hub.Server.Exchange.Outbox;
using Hub.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Events;

/// <summary>A named event that resumed nobody when it came, kept until somebody waits for it.</summary>
/// <remarks>As in Elsa 3.8, an event is also kept when it started an instance: starting is not resuming.</remarks>
/// <param name="Hash">What a bookmark must wait for.</param>
/// <param name="Filter">Whom it is meant for.</param>
/// <param name="Payload">What it brings, as JSON; empty for nothing.</param>
/// <param name="At">When it came, also where it is kept a second time.</param>
internal sealed record KeptEvent(TenantId Tenant, string Name, string Hash, SignalFilter Filter, ReadOnlyMemory<byte> Payload, DateTimeOffset At)
{
    /// <summary>How long an event waits for somebody: ten minutes, Elsa 3.8's default. Then it is forgotten.</summary>
    public static readonly TimeSpan TimeKept = TimeSpan.FromMinutes(10);

    public static KeptEvent Of(TenantId tenant, string name, SignalFilter filter, JsonElement payload, DateTimeOffset at) => new(
        tenant,
        name,
        Stimulus.Hash(Stimulus.Event, Stimulus.ForEvent(name)),

        // An execution says whose it is, so that only that instance's bookmarks are looked at.
        filter.InstanceId is null && ExecutionId.TryParse(filter.ActivityInstanceId, out var instanceId, out _) ? filter with { InstanceId = instanceId.ToString() } : filter,
        payload.IsSet() ? JsonSerializer.SerializeToUtf8Bytes(payload) : default,
        at);
}

/// <summary>Keeps an event. Stale when somebody waits for it by now.</summary>
/// <param name="Others">Bookmarks that wait for such an event in another execution than the one meant, which the store cannot tell.</param>
internal sealed record KeepEvent(KeptEvent Event, IReadOnlyList<string> Others) : IChange;

/// <summary>
/// Gives the oldest kept event that a new bookmark waits for to that bookmark: in the transaction that adds it, an order of the
/// outbox takes the event's place. Nothing happens when there is none.
/// </summary>
/// <param name="Execution">The execution that waits.</param>
/// <param name="KeptAfter">Older ones have had their time.</param>
internal sealed record HandOverKeptEvent(StoredBookmark Bookmark, string Execution, DateTimeOffset KeptAfter, Func<KeptEvent, OutboxMessage> ToOrder) : IChange
{
    /// <summary>Whether there was one; set when the change is written.</summary>
    public bool IsHandedOver { get; set; }
}

/// <summary>Forgets events that came until a moment, so many at most.</summary>
internal sealed record ForgetKeptEvents(DateTimeOffset Until, int Limit) : IChange;

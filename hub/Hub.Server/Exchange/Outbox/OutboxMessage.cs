namespace Hub.Server.Exchange.Outbox;

/// <summary>A command on its way out: written in the same commit as the state that asked for it, sent by the relay.</summary>
public sealed record OutboxMessage
{
    /// <summary>The command's id: the same for every attempt, and what the reply refers to.</summary>
    public required string Id { get; init; }

    public required TenantId Tenant { get; init; }

    /// <summary>Commands of one partition reach a connector one after the other, in the order of their commits.</summary>
    public required string Partition { get; init; }

    public required string Connector { get; init; }

    /// <summary>The manifest's operation.</summary>
    public required string Operation { get; init; }

    /// <summary>Does not depend on the attempt: the receiver does the work once.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>JSON.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    public JourneyId? JourneyId { get; init; }

    public string? CaseId { get; init; }

    public string? PaymentId { get; init; }

    public string Channel { get; init; } = "system";

    public string? TraceParent { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Attempts made so far.</summary>
    public int Attempt { get; init; }
}

/// <summary>Puts a command into the outbox.</summary>
public sealed record AddToOutbox(OutboxMessage Message) : IChange;

/// <summary>The command was answered: it leaves the outbox. Nothing happens when it has left already.</summary>
public sealed record RemoveFromOutbox(TenantId Tenant, string MessageId) : IChange;

/// <summary>An attempt failed: the next one waits until its time.</summary>
public sealed record PostponeOutboxMessage(string MessageId, int Attempt, DateTimeOffset NextAt) : IChange;

/// <summary>The clock was set back: commands postponed beyond <paramref name="DueAfter"/> come due sooner, though not before <paramref name="Now"/>.</summary>
public sealed record HastenPostponed(DateTimeOffset DueAfter, TimeSpan By, DateTimeOffset Now) : IChange;

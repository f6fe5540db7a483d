namespace Hub.Server.Exchange.Outbox;

/// <summary>What every lane works with.</summary>
internal sealed record OutboxServices(
    IOutbox Outbox,
    IUnitOfWorkStore Store,
    ReplyEntrance Replies,
    IdGenerator Ids,
    TimeProvider Clock,
    LoadLimits Limits,
    ILogger<OutboxRelay> Logger);

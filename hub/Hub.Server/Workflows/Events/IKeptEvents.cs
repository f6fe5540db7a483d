namespace Hub.Server.Workflows.Events;

/// <summary>Reads what the store knows of events.</summary>
internal interface IKeptEvents
{
    /// <summary>
    /// What an event became so far, when it is sent again: of each message in the inbox that was made of it, what stands behind the
    /// event's id and a slash.
    /// </summary>
    IReadOnlyList<string> MessagesOf(TenantId tenant, string source, string eventId);

    /// <summary>Whether any event that is kept came until a moment.</summary>
    bool AnyUntil(DateTimeOffset moment);
}

namespace Hub.Connectors.Sdk;

/// <summary>The hub does not take an event as it is: the reason and, where there is one, the JSON Pointer to what is wrong. It will not be sent again.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "A refusal without event and reason does not exist.")]
public sealed class EventRefusedException(string eventId, string reason, string pointer)
    : Exception($"The hub refused event {eventId}{(pointer.Length > 0 ? $" at {pointer}" : string.Empty)}: {reason}")
{
    public string EventId { get; } = eventId;

    public string Reason { get; } = reason;

    public string Pointer { get; } = pointer;
}

namespace Hub.Server.Exchange;

/// <summary>
/// A message inside the hub: CloudEvents 1.0 attributes with the hub's extensions, and its JSON data as bytes.
/// Channel Adapters make envelopes from bytes and write bytes from envelopes; nothing else in the hub knows a wire form.
/// </summary>
public sealed record Envelope
{
    /// <summary>CloudEvents <c>source</c> + <c>id</c> inside the tenant: the inbox's key.</summary>
    public required MessageId MessageId { get; init; }

    /// <summary>CloudEvents <c>type</c>; one of <see cref="MessageTypes"/> decides who receives it.</summary>
    public required string Type { get; init; }

    /// <summary>CloudEvents <c>subject</c>: the procedure, message name, command id or bookmark that the message is about.</summary>
    public required string Subject { get; init; }

    /// <summary>CloudEvents <c>time</c>.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>CloudEvents <c>datacontenttype</c>.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>CloudEvents <c>dataschema</c>; absent where the recipient's own schema applies.</summary>
    public string? DataSchema { get; init; }

    /// <summary>The payload's bytes, as they came. Empty where the type needs none.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The journey that the message belongs to; absent until one exists.</summary>
    public JourneyId? JourneyId { get; init; }

    public string? CaseId { get; init; }

    public string? PaymentId { get; init; }

    /// <summary>web, counter, phone, mail, email, or system for messages between machines.</summary>
    public string Channel { get; init; } = "system";

    /// <summary>eIDAS level of the identity behind the message: eidas1, eidas2, eidas3; absent where nobody was identified.</summary>
    public string? Assurance { get; init; }

    /// <summary>The legal basis under which personal data travels, for the record of processing.</summary>
    public string? LegalBasis { get; init; }

    /// <summary>W3C trace context of whoever sent the message.</summary>
    public string? TraceParent { get; init; }

    /// <summary>What the message is handled in order with, where it is not its journey: a workflow instance of its own.</summary>
    public string? Partition { get; init; }

    /// <summary>
    /// True where no inbox row is needed: for what the hub itself sends once and what uses up the thing it is about, such as a
    /// timer's bookmark (the state refuses a second one), and for a request whose sender gave it no key to know it by again.
    /// </summary>
    public bool ComesOnce { get; init; }

    public TenantId Tenant => MessageId.Tenant;
}

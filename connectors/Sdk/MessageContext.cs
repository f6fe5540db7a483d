namespace Hub.Connectors.Sdk;

/// <summary>What a command or event belongs to. An event names its tenant and at least one of journey, case and payment; empty strings are unknown.</summary>
public sealed record MessageContext
{
    public static readonly MessageContext Empty = new();

    /// <summary>SIREN of the local authority.</summary>
    public string Tenant { get; init; } = string.Empty;

    public string JourneyId { get; init; } = string.Empty;

    public string CaseId { get; init; } = string.Empty;

    public string PaymentId { get; init; } = string.Empty;

    /// <summary>web, counter, phone, mail or email.</summary>
    public string Channel { get; init; } = string.Empty;

    /// <summary>W3C trace context.</summary>
    public string Traceparent { get; init; } = string.Empty;

    internal static MessageContext FromWire(V1.Context? context) => context is null ? Empty : new()
    {
        Tenant = context.Tenant,
        JourneyId = context.JourneyId,
        CaseId = context.CaseId,
        PaymentId = context.PaymentId,
        Channel = context.Channel,
        Traceparent = context.Traceparent,
    };

    internal V1.Context ToWire() => new()
    {
        Tenant = Tenant,
        JourneyId = JourneyId,
        CaseId = CaseId,
        PaymentId = PaymentId,
        Channel = Channel,
        Traceparent = Traceparent,
    };
}

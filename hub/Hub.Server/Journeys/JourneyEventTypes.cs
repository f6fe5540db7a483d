namespace Hub.Server.Journeys;

/// <summary>The catalogue of journey events. A type, once published, keeps its meaning.</summary>
public static class JourneyEventTypes
{
    public const string RequestReceived = "request.received";
    public const string CommandSent = "connector.command-sent";
    public const string ReplyReceived = "connector.reply-received";
    public const string CommandFailed = "connector.command-failed";
    public const string EventReceived = "connector.event-received";
    public const string DeadLettered = "connector.dead-lettered";
    public const string IdentityAwaited = "identity.awaited";
    public const string IdentityProved = "identity.proved";
    public const string IdentityRefused = "identity.refused";
    public const string CaseOpened = "case.opened";
    public const string CaseUpdated = "case.updated";
    public const string PaymentAwaited = "payment.awaited";
    public const string PaymentPaid = "payment.paid";
    public const string PaymentFailed = "payment.failed";
    public const string MessageAwaited = "message.awaited";
    public const string MessageRefused = "message.refused";
    public const string MessageReceived = "message.received";
    public const string CitizenNotified = "citizen.notified";
    public const string CallOutcomeUnknown = "call.outcome-unknown";
    public const string HubRestored = "hub.restored";
    public const string IncidentRaised = "incident.raised";
    public const string JourneyCompleted = "journey.completed";
    public const string JourneyRefused = "journey.refused";
    public const string JourneyAbandoned = "journey.abandoned";
    public const string JourneyFaulted = "journey.faulted";
    public const string JourneyCancelled = "journey.cancelled";
    public const string JourneyResumed = "journey.resumed";
}

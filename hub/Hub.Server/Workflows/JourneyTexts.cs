using Hub.Server.Exchange.DeadLetters;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Journeys;
using Hub.Server.Workflows.Activities;

namespace Hub.Server.Workflows;

/// <summary>What a journey's timeline says of a workflow, in both languages.</summary>
internal static class JourneyTexts
{
    public static LocalizedText Received { get; } = new("Demande reçue et enregistrée", "Request received and recorded");

    public static LocalizedText Resumed { get; } = new("Traitement repris par un agent après un incident", "Processing taken up again by an officer after an incident");

    public static LocalizedText CallOutcomeUnknown { get; } = new(
        "Appel envoyé mais resté sans réponse : on ne sait pas s'il a été traité ; il n'est pas renvoyé automatiquement",
        "Call sent but not answered: whether it took place is unknown; it is not sent again by itself");

    public static LocalizedText IncidentRaised { get; } = new("Un incident est à examiner", "An incident must be looked at");

    /// <summary>What sending a command means to the timeline, in the words of the connector's manifest.</summary>
    public static LocalizedText OfSending(CommandTitles titles) =>
        new($"Envoi à {titles.System.Fr} : {titles.Operation.Fr}", $"Sent to {titles.System.En}: {titles.Operation.En}");

    /// <summary>What an answer to a command means to the timeline.</summary>
    public static (string Type, LocalizedText Summary) OfReply(OutboxMessage command, DeliveryFailure? failure, CommandTitles titles) => (command.Connector, failure) switch
    {
        (_, not null) when ReferenceEquals(failure, DeadLetterDiscard.Decision) => (
            JourneyEventTypes.CommandFailed,
            new($"Message à {titles.System.Fr} écarté par décision : {titles.Operation.Fr}", $"Message to {titles.System.En} discarded by decision: {titles.Operation.En}")),
        (_, not null) => (
            JourneyEventTypes.CommandFailed,
            new($"{titles.System.Fr} a refusé : {titles.Operation.Fr} ({failure.Code})", $"{titles.System.En} refused: {titles.Operation.En} ({failure.Code})")),
        (OutboundNames.Mail, null) => (JourneyEventTypes.CitizenNotified, new("Message envoyé à l'usager", "Message sent to the citizen")),
        _ => (
            JourneyEventTypes.ReplyReceived,
            new($"Réponse de {titles.System.Fr} : {titles.Operation.Fr}", $"Answer of {titles.System.En}: {titles.Operation.En}")),
    };

    /// <summary>What a connector's own report means to the timeline.</summary>
    public static LocalizedText OfEvent(CommandTitles titles) =>
        new($"{titles.System.Fr} signale : {titles.Operation.Fr}", $"{titles.System.En} reports: {titles.Operation.En}");

    /// <summary>What an end, or a stop on an incident, means to the timeline where nobody gave a reason.</summary>
    public static (string Type, LocalizedText Summary) OfEnd(JourneyState state) => state switch
    {
        JourneyState.Completed => (JourneyEventTypes.JourneyCompleted, new("Parcours terminé", "Journey completed")),
        JourneyState.Refused => (JourneyEventTypes.JourneyRefused, new("Demande refusée", "Request refused")),
        JourneyState.Abandoned => (JourneyEventTypes.JourneyAbandoned, new("Parcours abandonné", "Journey abandoned")),
        JourneyState.Faulted => (
            JourneyEventTypes.JourneyFaulted,
            new("Le traitement s'est arrêté sur un incident ; un agent doit intervenir", "Processing stopped on an incident; somebody must look at it")),
        JourneyState.Cancelled => (JourneyEventTypes.JourneyCancelled, new("Parcours annulé", "Journey cancelled")),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Only ends have an event."),
    };
}

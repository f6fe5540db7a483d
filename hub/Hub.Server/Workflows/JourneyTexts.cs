using Hub.Server.Exchange.Outbox;
using Hub.Server.Journeys;
using Hub.Server.Workflows.Activities;

namespace Hub.Server.Workflows;

/// <summary>What a journey's timeline says of a workflow, in both languages.</summary>
internal static class JourneyTexts
{
    public static LocalizedText Received { get; } = new("Demande reçue et enregistrée", "Request received and recorded");

    public static LocalizedText Completed { get; } = new("Parcours terminé", "Journey completed");

    public static LocalizedText Cancelled { get; } = new("Parcours annulé", "Journey cancelled");

    public static LocalizedText Faulted { get; } = new(
        "Le traitement s'est arrêté sur un incident ; un agent doit intervenir",
        "Processing stopped on an incident; somebody must look at it");

    public static LocalizedText IncidentRaised { get; } = new("Un incident est à examiner", "An incident must be looked at");

    /// <summary>What an answer to a command means to the timeline.</summary>
    public static (string Type, LocalizedText Summary) OfReply(OutboxMessage command, DeliveryFailure? failure) => (command.Connector, failure) switch
    {
        (_, not null) => (
            JourneyEventTypes.CommandFailed,
            new($"{command.Connector} a refusé « {command.Operation} » ({failure.Code})", $"{command.Connector} refused '{command.Operation}' ({failure.Code})")),
        (NotifyCitizen.MailChannel, null) => (JourneyEventTypes.CitizenNotified, new("Message envoyé à l'usager", "Message sent to the citizen")),
        _ => (
            JourneyEventTypes.ReplyReceived,
            new($"Réponse de {command.Connector} à « {command.Operation} »", $"{command.Connector} answered '{command.Operation}'")),
    };

    public static string TypeOf(JourneyState state) => state switch
    {
        JourneyState.Completed => JourneyEventTypes.JourneyCompleted,
        JourneyState.Refused => JourneyEventTypes.JourneyRefused,
        JourneyState.Abandoned => JourneyEventTypes.JourneyAbandoned,
        JourneyState.Faulted => JourneyEventTypes.JourneyFaulted,
        JourneyState.Cancelled => JourneyEventTypes.JourneyCancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Only ends have an event."),
    };
}

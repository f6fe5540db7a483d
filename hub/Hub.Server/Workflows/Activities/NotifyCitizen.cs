using System.Text.Json;
using Hub.Server.Exchange.Outbox;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Activities;

/// <summary><c>Hub.NotifyCitizen</c>: a message to the citizen by e-mail, through the outbox like everything that leaves.</summary>
internal sealed class NotifyCitizen : ConnectorCall
{
    public static ActivityDescriptor Descriptor { get; } = HubActivity.Describe(
        "Hub.NotifyCitizen",
        new("Notify the citizen", "Prévenir l'usager"),
        new("Writes to the citizen in French and English.", "Écrit à l'usager en français et en anglais."),
        [
            HubActivity.Input("To", "String", new("To", "À"), new("E-mail address.", "Adresse électronique.")) with { IsSensitive = true },
            HubActivity.Input("Template", "String", new("Template", "Modèle"), new("Name of the message, for the figures.", "Nom du message, pour les statistiques.")),
            HubActivity.Input("Subject", "Object", new("Subject", "Objet"), new("As {\"fr\", \"en\"}.", "Sous la forme {\"fr\", \"en\"}."), "json-editor"),
            HubActivity.Input("Body", "Object", new("Text", "Texte"), new("As {\"fr\", \"en\"}.", "Sous la forme {\"fr\", \"en\"}."), "multiline") with { IsSensitive = true },
            HubActivity.TimeoutInput,
        ],
        [],
        [Outcome.Done]);

    protected override ConnectorCommand BuildCommand(ActivityContext context) => new(
        OutboundNames.Mail,
        "send",
        JsonValues.Object(
            ("to", JsonValues.From(Required(context, "To"))),
            ("template", context.GetInput("Template")),
            ("subject", context.GetInput("Subject")),
            ("body", context.GetInput("Body"))));

    protected override void OnReply(ActivityContext context, JsonElement reply) => context.Complete(Outcome.Done);

    protected override void OnTimeout(ActivityContext context) => context.Complete(Outcome.Done);

    // An address that takes no mail does not undo what was decided: the timeline keeps the refusal and the procedure goes on.
    protected override void OnFailure(ActivityContext context, string code, string message) => context.Complete(Outcome.Done);
}

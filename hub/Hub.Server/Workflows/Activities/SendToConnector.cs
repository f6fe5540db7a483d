using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Activities;

/// <summary><c>Hub.SendToConnector</c>: any operation of any connector, with its reply.</summary>
internal sealed class SendToConnector : ConnectorCall
{
    public static ActivityDescriptor Descriptor { get; } = HubActivity.Describe(
        "Hub.SendToConnector",
        new("Send to a connector", "Envoyer à un connecteur"),
        new("Sends a command or query to a connector and waits for its reply.", "Envoie une commande ou une question à un connecteur et attend sa réponse."),
        [
            HubActivity.Input("Connector", "String", new("Connector", "Connecteur"), new("Name of the connector, as in its manifest.", "Nom du connecteur, comme dans son manifeste.")),
            HubActivity.Input("Operation", "String", new("Operation", "Opération"), new("One of the manifest's operations.", "Une des opérations du manifeste.")),
            HubActivity.Input("Payload", "Object", new("Payload", "Contenu"), new("What to send.", "Ce qu'il faut envoyer."), uiHint: "multiline"),
            HubActivity.TimeoutInput,
            HubActivity.IncidentInput,
        ],
        [HubActivity.Output("Result", "Object", new("Result", "Résultat"), new("What the connector answered.", "Ce que le connecteur a répondu."))],
        [Outcome.Done, Failed, TimedOut]);

    protected override bool ChecksPayload => true;

    protected override ConnectorCommand BuildCommand(ActivityContext context) =>
        new(Required(context, "Connector"), Required(context, "Operation"), context.GetInput("Payload").IsSet() ? context.GetInput("Payload") : JsonValues.EmptyObject);

    protected override void OnReply(ActivityContext context, JsonElement reply)
    {
        context.SetOutput("Result", reply);
        context.Complete(Outcome.Done);
    }
}

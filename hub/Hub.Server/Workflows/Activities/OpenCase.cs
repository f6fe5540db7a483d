using System.Text.Json;
using Hub.Server.Journeys;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Activities;

/// <summary><c>Hub.OpenCase</c>: opens the case in the case-management system and ties its number to the journey.</summary>
internal sealed class OpenCase : ConnectorCall
{
    public static ActivityDescriptor Descriptor { get; } = HubActivity.Describe(
        "Hub.OpenCase",
        new("Open a case", "Ouvrir un dossier"),
        new("Opens the case in the case-management system; its number follows the journey from there.", "Ouvre le dossier dans la GRC ; son numéro suit le parcours à partir de là."),
        [
            HubActivity.Input("Connector", "String", new("Connector", "Connecteur"), new("The case-management connector.", "Le connecteur de GRC.")) with { DefaultValue = JsonValues.From("citizen-relations") },
            HubActivity.Input("Case", "Object", new("Case", "Dossier"), new("The case to open.", "Le dossier à ouvrir."), "multiline"),
            HubActivity.TimeoutInput,
            HubActivity.IncidentInput,
        ],
        [HubActivity.Output("Opened", "Object", new("Opened case", "Dossier ouvert"), new("The case as the system answered it, with its caseNumber.", "Le dossier tel que la GRC l'a rendu, avec son caseNumber."))],
        [Outcome.Done, Failed, TimedOut]);

    protected override ConnectorCommand BuildCommand(ActivityContext context) =>
        new(Required(context, "Connector"), "openCase", context.GetInput("Case").IsSet() ? context.GetInput("Case") : JsonValues.EmptyObject);

    protected override void OnReply(ActivityContext context, JsonElement reply)
    {
        var connector = Required(context, "Connector");
        if (reply.Member("caseNumber").AsText() is not { Length: > 0 } caseNumber)
        {
            OnFailure(context, "invalid-reply", "The reply of openCase has no caseNumber.");
            return;
        }

        var scope = context.Host<BurstScope>();
        scope.AddKey(JourneyKeyKind.Case, connector, "caseNumber", caseNumber);
        if (reply.Member("externalReference").AsText() is { Length: > 0 } reference)
        {
            scope.AddKey(JourneyKeyKind.Reference, connector, "externalReference", reference);
        }

        scope.Tell(JourneyEventTypes.CaseOpened, connector, new("Dossier ouvert", "Case opened"));
        context.SetOutput("Opened", reply);
        context.Complete(Outcome.Done);
    }
}

using System.Text.Json;
using Hub.Server.Canonical.Identity;
using Hub.Server.Journeys;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Activities;

/// <summary>
/// <c>Hub.ResolveCitizen</c>: who is the citizen? Redeems the one-time result of a sign-in that took place before, or asks the
/// identity connector to have the citizen sign in and waits for the proof.
/// </summary>
internal sealed class ResolveCitizen : ConnectorCall
{
    private const string Identified = "Identified";
    private const string Refused = "Refused";
    private const string ProvedCallback = "proved";
    private const string RefusedCallback = "refused";

    public static ActivityDescriptor Descriptor { get; } = HubActivity.Describe(
        "Hub.ResolveCitizen",
        new("Identify the citizen", "Identifier l'usager"),
        new("Obtains the citizen's proved identity and ties it to the journey.", "Obtient l'identité prouvée de l'usager et la rattache au parcours."),
        [
            HubActivity.Input("Connector", "String", new("Connector", "Connecteur"), new("The identity connector.", "Le connecteur d'identité.")) with { DefaultValue = JsonValues.From("france-connect") },
            HubActivity.Input("SignIn", "Object", new("Sign-in", "Connexion"), new("The one-time result of an earlier sign-in, or how to ask for one.", "Le résultat à usage unique d'une connexion faite avant, ou comment la demander."), "multiline"),
            HubActivity.TimeoutInput,
            HubActivity.IncidentInput,
        ],
        [
            HubActivity.Output("Identity", "Object", new("Identity", "Identité"), new("The pivot identity.", "L'identité pivot.")),
            HubActivity.Output("Assurance", "String", new("Assurance", "Niveau"), new("eIDAS level: eidas1, eidas2 or eidas3.", "Niveau eIDAS : eidas1, eidas2 ou eidas3.")),
        ],
        [Identified, Refused, TimedOut, Failed]);

    protected override ConnectorCommand BuildCommand(ActivityContext context) =>
        new(Required(context, "Connector"), "readIdentity", context.GetInput("SignIn") is { ValueKind: JsonValueKind.Object } signIn ? signIn : JsonValues.EmptyObject);

    protected override void OnReply(ActivityContext context, JsonElement reply)
    {
        // The name that the identity provider's own records give this sign-in.
        if (reply.Member("reference").AsText() is { Length: > 0 } reference)
        {
            context.Host<BurstScope>().AddKey(JourneyKeyKind.Reference, Required(context, "Connector"), "reference", reference);
        }

        if (reply.Member("status").AsText() == "identified")
        {
            Accept(context, reply);
            return;
        }

        var scope = context.Host<BurstScope>();
        scope.Tell(JourneyEventTypes.IdentityAwaited, Required(context, "Connector"), new("L'usager est invité à se connecter", "The citizen is asked to sign in"));
        context.CreateBookmark(new BookmarkRequest { Name = StimulusNames.ConnectorEvent, Stimulus = StimulusNames.ForEvent("identity.proved"), Callback = ProvedCallback });
        context.CreateBookmark(new BookmarkRequest { Name = StimulusNames.ConnectorEvent, Stimulus = StimulusNames.ForEvent("identity.refused"), Callback = RefusedCallback });
    }

    protected override void OnEvent(ActivityContext context, string callback, JsonElement payload)
    {
        if (callback == ProvedCallback)
        {
            Accept(context, payload);
            return;
        }

        Refuse(context);
    }

    // A proof that is used up, expired or another authority's is the citizen's affair, not an incident.
    protected override void OnFailure(ActivityContext context, string code, string message)
    {
        if (code.StartsWith("result", StringComparison.Ordinal) || code == "assuranceTooLow")
        {
            Refuse(context);
            return;
        }

        base.OnFailure(context, code, message);
    }

    private static void Refuse(ActivityContext context)
    {
        context.Host<BurstScope>().Tell(JourneyEventTypes.IdentityRefused, Required(context, "Connector"), new("Identité non prouvée", "Identity not proved"));
        context.Complete(Refused);
    }

    private static void Accept(ActivityContext context, JsonElement proof)
    {
        var connector = Required(context, "Connector");
        var identity = proof.Member("identity");
        var scope = context.Host<BurstScope>();
        scope.AddKey(JourneyKeyKind.Identity, "hub", "identity", context.Host<IdentityKeys>().KeyOf(scope.Owner.Tenant, identity));
        if (identity.Member("sub").AsText() is { Length: > 0 } subject)
        {
            scope.AddKey(JourneyKeyKind.Reference, connector, "sub", subject);
        }

        scope.Tell(JourneyEventTypes.IdentityProved, connector, new("Identité prouvée", "Identity proved"));
        context.SetOutput("Identity", identity);
        context.SetOutput("Assurance", proof.Member("assurance"));
        context.Complete(Identified);
    }
}

using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Activities;

/// <summary>
/// <c>Hub.CitizenRequest</c>: the trigger that makes a workflow a procedure. Publishing it opens
/// <c>POST /api/requests/{procedure}</c>; retracting closes it.
/// </summary>
internal sealed class CitizenRequest : Activity
{
    /// <summary>The input that says within what time the law asks for an answer.</summary>
    public const string LegalDeadline = "LegalDeadline";

    /// <summary>Its value where the law sets no time.</summary>
    public const string NoLegalDeadline = "none";

    private static readonly (string Output, string Member)[] Outputs =
    [
        ("Request", "request"), ("JourneyId", "journeyId"), ("RequestId", "requestId"), ("Channel", "channel"), ("Tenant", "tenant"), ("DueOn", "dueOn"),
    ];

    public static ActivityDescriptor Descriptor { get; } = HubActivity.Describe(
        StimulusNames.CitizenRequest,
        new("Citizen request", "Demande d'un usager"),
        new("Starts the workflow with a citizen's request and offers it as a procedure.", "Démarre le workflow avec la demande d'un usager et la propose comme démarche."),
        [
            HubActivity.Input("Procedure", "String", new("Procedure", "Démarche"), new("Name in the address of the procedure, such as inscription-periscolaire.", "Nom dans l'adresse de la démarche, par exemple inscription-periscolaire.")),
            HubActivity.Input("Schema", "String", new("Schema", "Schéma"), new("Identifier of the request's schema.", "Identifiant du schéma de la demande.")),
            HubActivity.Input("Title", "Object", new("Title", "Titre"), new("Title for citizens, as {\"fr\", \"en\"}.", "Titre pour les usagers, sous la forme {\"fr\", \"en\"}."), "json-editor"),
            HubActivity.Input(
                LegalDeadline,
                "String",
                new("Legal deadline", "Délai légal de réponse"),
                new(
                    "Within what time the law asks for an answer, as an ISO 8601 duration: P2M for two months (CRPA, L. 231-1), P1M for one; none where the law sets no time.",
                    "Dans quel délai la loi demande une réponse, en durée ISO 8601 : P2M pour deux mois (CRPA, L. 231-1), P1M pour un ; none si la loi n'en fixe pas.")),
            HubActivity.Input("Channels", "String[]", new("Channels", "Canaux"), new("Where the request may come from; empty means anywhere.", "D'où la demande peut venir ; vide : de partout."), "multitext"),
        ],
        [
            HubActivity.Output("Request", "Object", new("Request", "Demande"), new("What the citizen sent.", "Ce que l'usager a envoyé.")),
            HubActivity.Output("JourneyId", "String", new("Journey", "Parcours"), new("The journey's identifier.", "L'identifiant du parcours.")),
            HubActivity.Output("RequestId", "String", new("Request number", "Numéro de la demande"), new("The request's identifier.", "L'identifiant de la demande.")),
            HubActivity.Output("HandOverCode", "String", new("Hand-over code", "Code de reprise"), new("The code to go on with at the counter.", "Le code pour continuer au guichet.")),
            HubActivity.Output("DueOn", "String", new("Last day to answer", "Dernier jour pour répondre"), new("The last day to answer by law, such as 2027-01-23; nothing where the law sets no time.", "Le dernier jour pour répondre selon la loi, par exemple 2027-01-23 ; rien si la loi n'en fixe pas.")),
            HubActivity.Output("Channel", "String", new("Channel", "Canal"), new("Where the request came from.", "D'où vient la demande.")),
            HubActivity.Output("Tenant", "String", new("Local authority", "Collectivité"), new("SIREN of the local authority.", "SIREN de la collectivité.")),
        ],
        [Outcome.Done],
        ActivityKind.Trigger);

    public override IEnumerable<StimulusDescription> DescribeTriggers(TriggerContext context)
    {
        var procedure = context.GetInput("Procedure").AsText();
        if (string.IsNullOrWhiteSpace(procedure))
        {
            context.Refuse(new("The procedure has no name: give the input Procedure a literal value.", "La démarche n'a pas de nom : donnez une valeur littérale à l'entrée Procedure."));
            yield break;
        }

        yield return new StimulusDescription(
            StimulusNames.CitizenRequest,
            StimulusNames.ForProcedure(procedure),
            JsonValues.Object(
                ("schema", context.GetInput("Schema")),
                ("title", context.GetInput("Title")),
                ("channels", context.GetInput("Channels")),
                ("legalDeadline", context.GetInput(LegalDeadline))));
    }

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        if (!context.IsTrigger)
        {
            context.Fault("A citizen request can only begin a workflow: nothing may lead to this step.");
        }

        foreach (var (output, member) in Outputs)
        {
            context.SetOutput(output, context.StimulusInput.Member(member));
        }

        context.SetOutput("HandOverCode", context.StimulusInput.Member("handOverCode"));
        context.Complete(Outcome.Done);
        return default;
    }
}

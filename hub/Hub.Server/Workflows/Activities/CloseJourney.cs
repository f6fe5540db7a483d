using System.Text.Json;
using Hub.Server.Journeys;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Activities;

/// <summary><c>Hub.CloseJourney</c>: says how the journey ended, for the citizen and for the figures.</summary>
internal sealed class CloseJourney : Activity
{
    public static ActivityDescriptor Descriptor { get; } = HubActivity.Describe(
        "Hub.CloseJourney",
        new("Close the journey", "Clore le parcours"),
        new("Says how the journey ended; the first end counts.", "Dit comment le parcours s'est terminé ; la première fin compte."),
        [
            HubActivity.Input("State", "String", new("End", "Fin"), new("How the journey ended.", "Comment le parcours s'est terminé."), "dropdown") with
            {
                DefaultValue = JsonValues.From("completed"),
                Choices = [new("completed", new("Completed", "Menée à son terme")), new("refused", new("Refused", "Refusée")), new("abandoned", new("Abandoned", "Abandonnée"))],
            },
            HubActivity.Input("Reason", "Object", new("Reason", "Motif"), new("Why, as {\"fr\", \"en\"}; no personal data.", "Pourquoi, sous la forme {\"fr\", \"en\"} ; sans donnée personnelle."), "json-editor"),
        ],
        [],
        [Outcome.Done]);

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var text = context.GetText("State");
        if (!Enum.TryParse<JourneyState>(text, ignoreCase: true, out var state) || state is not (JourneyState.Completed or JourneyState.Refused or JourneyState.Abandoned))
        {
            context.Fault("The input State of Hub.CloseJourney must be completed, refused or abandoned.");
        }

        var reason = context.GetInput("Reason");
        var fr = reason.ValueKind == JsonValueKind.Object ? reason.Member("fr").AsText() : reason.AsText();
        var scope = context.Host<BurstScope>();
        if (scope.Stands()?.HasEnded() is not true)
        {
            scope.Close(state, string.IsNullOrEmpty(fr) ? null : new LocalizedText(fr, reason.Member("en").AsText() ?? fr));
        }

        context.Complete(Outcome.Done);
        return default;
    }
}

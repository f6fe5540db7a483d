using System.Globalization;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Scheduling;

/// <summary>Starts the workflow once at a point in time, or waits for it inside; a point in the past is no wait.</summary>
internal sealed class StartAt : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.StartAt",
        Category = Categories.Scheduling,
        DisplayName = ("Start At", "Démarrer à"),
        Description = ("Starts the workflow at a point in time.", "Démarre le workflow à un instant donné."),
        Kind = ActivityKind.Trigger,
        Inputs =
        [
            new() { Name = "DateTime", TypeName = "DateTimeOffset", DisplayName = ("Date and time", "Date et heure"), Description = ("When.", "Quand."), UIHint = "datetime-picker" },
        ],
    };

    public override IEnumerable<StimulusDescription> DescribeTriggers(TriggerContext context)
    {
        var text = context.GetInput("DateTime").AsText();
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            context.Refuse((
                $"The date and time of {context.Node.Id} must be ISO 8601, such as 2030-01-31T08:00:00Z.",
                $"La date et l'heure de {context.Node.Id} doivent suivre ISO 8601, par exemple 2030-01-31T08:00:00Z."));
            yield break;
        }

        yield return new StimulusDescription(TriggerSchedule.StartAt, JsonValues.Object(("executeAt", JsonValues.From(instant.ToUniversalTime()))));
    }

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var instant = context.GetInstant("DateTime");
        if (context.IsTrigger || instant is null || instant <= context.Now)
        {
            context.Complete();
        }
        else
        {
            Waiting.Until(context, instant.Value);
        }

        return default;
    }
}

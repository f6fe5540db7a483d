using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Scheduling;

/// <summary>Starts the workflow at every interval, or waits for one interval inside it.</summary>
internal sealed class Timer : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Timer",
        Category = Categories.Scheduling,
        DisplayName = ("Timer", "Minuterie"),
        Description = ("Starts the workflow at every interval.", "Démarre le workflow à chaque intervalle."),
        Kind = ActivityKind.Trigger,
        Inputs =
        [
            new() { Name = "Interval", TypeName = "TimeSpan", Description = ("The interval.", "L'intervalle."), DefaultValue = JsonValues.From("00:01:00") },
        ],
    };

    public override IEnumerable<StimulusDescription> DescribeTriggers(TriggerContext context)
    {
        var text = context.GetInput("Interval").AsText();
        if (!TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var interval) || interval <= TimeSpan.Zero)
        {
            context.Refuse((
                $"The interval of the timer {context.Node.Id} must be a duration above zero such as 00:05:00.",
                $"L'intervalle de la minuterie {context.Node.Id} doit être une durée positive telle que 00:05:00."));
            yield break;
        }

        yield return new StimulusDescription(TriggerSchedule.Timer, JsonValues.Object(("interval", JsonValues.From(interval.ToString("c", System.Globalization.CultureInfo.InvariantCulture)))));
    }

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        if (context.IsTrigger)
        {
            context.Complete();
        }
        else
        {
            Waiting.Until(context, context.Now + (context.GetDuration("Interval") ?? TimeSpan.Zero));
        }

        return default;
    }
}

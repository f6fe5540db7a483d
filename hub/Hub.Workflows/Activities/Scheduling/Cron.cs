using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Scheduling;

/// <summary>Starts the workflow by a cron expression, or waits for its next occurrence inside it.</summary>
internal sealed class Cron : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Cron",
        Category = "Scheduling",
        DisplayName = ("Cron", "Cron"),
        Description = ("Starts the workflow by a cron expression.", "Démarre le workflow selon une expression cron."),
        Kind = ActivityKind.Trigger,
        Inputs =
        [
            new()
            {
                Name = "CronExpression",
                TypeName = "String",
                DisplayName = ("Cron Expression", "Expression cron"),
                Description = ("Seconds, minutes, hours, day of month, month, day of week, in UTC.", "Secondes, minutes, heures, jour du mois, mois, jour de la semaine, en UTC."),
            },
        ],
    };

    public override IEnumerable<StimulusDescription> DescribeTriggers(TriggerContext context)
    {
        var text = context.GetInput("CronExpression").AsText() ?? "";
        if (!CronExpression.TryParse(text, out _, out var mistake))
        {
            context.Refuse(($"Error when parsing cron expression: {mistake.English}", $"Erreur de lecture de l'expression cron : {mistake.French}"));
            yield break;
        }

        yield return new StimulusDescription(TriggerSchedule.Cron, JsonValues.Object(("cronExpression", JsonValues.From(text))));
    }

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        if (context.IsTrigger)
        {
            context.Complete();
            return default;
        }

        if (!CronExpression.TryParse(context.GetText("CronExpression") ?? "", out var expression, out var mistake))
        {
            context.Fault($"Error when parsing cron expression: {mistake.English}");
        }

        if (expression.Next(context.Now) is not { } next)
        {
            context.Fault("The cron expression never comes again, so the workflow would wait for ever.");
            return default;
        }

        Waiting.Until(context, next);
        return default;
    }
}

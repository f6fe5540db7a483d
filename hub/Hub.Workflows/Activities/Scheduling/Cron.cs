using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Scheduling;

/// <summary>Starts the workflow by a cron expression, or waits for its next occurrence inside it.</summary>
internal sealed class Cron : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Cron",
        Category = Categories.Scheduling,
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
                Description = ("Seconds, minutes, hours, day of month, month, day of week.", "Secondes, minutes, heures, jour du mois, mois, jour de la semaine."),
            },
            new()
            {
                Name = "TimeZone",
                TypeName = "String",
                DisplayName = ("Time zone", "Fuseau horaire"),
                Description = ("Whose clocks the expression means, such as Europe/Paris. Empty: UTC.", "Les horloges dont parle l'expression, par exemple Europe/Paris. Vide : UTC."),
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

        var zone = context.GetInput("TimeZone").AsText();
        if (!string.IsNullOrWhiteSpace(zone) && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            context.Refuse(UnknownZone(zone));
            yield break;
        }

        yield return new StimulusDescription(TriggerSchedule.Cron, string.IsNullOrWhiteSpace(zone)
            ? JsonValues.Object(("cronExpression", JsonValues.From(text)))
            : JsonValues.Object(("cronExpression", JsonValues.From(text)), ("timeZone", JsonValues.From(zone))));
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

        TimeZoneInfo? zone = null;
        if (context.GetText("TimeZone") is { } name && !string.IsNullOrWhiteSpace(name) && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone))
        {
            context.Fault(UnknownZone(name).English);
        }

        if (expression.Next(context.Now, zone) is not { } next)
        {
            context.Fault("The cron expression never comes again, so the workflow would wait for ever.");
            return default;
        }

        Waiting.Until(context, next);
        return default;
    }

    private static LocalizedText UnknownZone(string name) => (
        $"This machine knows no time zone '{name}'. Give a name of the IANA list, such as Europe/Paris, or leave it empty for UTC.",
        $"Cette machine ne connaît pas de fuseau horaire « {name} ». Donnez un nom de la liste IANA, par exemple Europe/Paris, ou laissez vide pour UTC.");
}

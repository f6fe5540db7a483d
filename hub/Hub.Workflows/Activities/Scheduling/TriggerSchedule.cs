using System.Globalization;
using System.Text.Json;

namespace Hub.Workflows.Activities.Scheduling;

/// <summary>When a trigger that waits for time fires next; the host keeps the times and starts the workflows.</summary>
public static class TriggerSchedule
{
    /// <summary>Stimulus name of timers; payload <c>{"interval":"00:05:00"}</c>.</summary>
    public const string Timer = "Elsa.Timer";

    /// <summary>Stimulus name of cron triggers; payload <c>{"cronExpression":"0 0 8 * * *"}</c>.</summary>
    public const string Cron = "Elsa.Cron";

    /// <summary>Stimulus name of triggers that fire once; payload <c>{"executeAt":"2030-01-31T08:00:00Z"}</c>.</summary>
    public const string StartAt = "Elsa.StartAt";

    /// <summary>Whether a trigger of this stimulus name is fired by the clock.</summary>
    public static bool IsTimed(string stimulusName) => stimulusName is Timer or Cron or StartAt;

    /// <summary>
    /// The first time after <paramref name="after"/>; null when there is none any more, or when the trigger is not fired by the clock.
    /// A trigger that fires once and whose time has passed unseen is due at that time: the host has not fired it yet.
    /// </summary>
    public static DateTimeOffset? NextDue(string stimulusName, JsonElement payload, DateTimeOffset after)
    {
        switch (stimulusName)
        {
            case Timer:
                return TimeSpan.TryParse(payload.Member("interval").AsText(), CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero ? after + interval : null;
            case Cron:
                return CronExpression.TryParse(payload.Member("cronExpression").AsText() ?? "", out var expression, out _) ? expression.Next(after) : null;
            case StartAt:
                return DateTimeOffset.TryParse(payload.Member("executeAt").AsText(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;
            default:
                return null;
        }
    }
}

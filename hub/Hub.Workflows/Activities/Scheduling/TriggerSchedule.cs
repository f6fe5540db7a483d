using System.Globalization;
using System.Text.Json;

namespace Hub.Workflows.Activities.Scheduling;

/// <summary>When a trigger that waits for time fires next; the host keeps the times and starts the workflows.</summary>
public static class TriggerSchedule
{
    /// <summary>Stimulus name of timers; payload <c>{"interval":"00:05:00"}</c>.</summary>
    public const string Timer = "Elsa.Timer";

    /// <summary>Stimulus name of cron triggers; payload <c>{"cronExpression":"0 0 8 * * *","timeZone":"Europe/Paris"}</c>; without a time zone: UTC.</summary>
    public const string Cron = "Elsa.Cron";

    /// <summary>Stimulus name of triggers that fire once; payload <c>{"executeAt":"2030-01-31T08:00:00Z"}</c>.</summary>
    public const string StartAt = "Elsa.StartAt";

    /// <summary>Whether a trigger of this stimulus name is fired by the clock.</summary>
    public static bool IsTimed(string stimulusName) => stimulusName is Timer or Cron or StartAt;

    /// <summary>When a trigger that comes into force now fires first; null when never: its one time has passed, or it is not fired by the clock.</summary>
    public static DateTimeOffset? FirstDue(string stimulusName, JsonElement payload, DateTimeOffset now) => stimulusName switch
    {
        Timer => IntervalOf(payload) is { } interval ? now + interval : null,
        StartAt => DateTimeOffset.TryParse(payload.Member("executeAt").AsText(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) && instant > now ? instant : null,
        Cron => NextOccurrence(payload, now),
        _ => null,
    };

    /// <summary>
    /// When a trigger that fires now fires next; null when never. An interval keeps its beat, counted in elapsed time from the time it
    /// was due, whatever clocks are changed meanwhile. What was missed while nobody fired it is fired once, not made up for one by one.
    /// </summary>
    /// <param name="due">When it was to fire.</param>
    public static DateTimeOffset? NextDue(string stimulusName, JsonElement payload, DateTimeOffset due, DateTimeOffset now)
    {
        var fired = now > due ? now : due;
        return stimulusName switch
        {
            Timer => IntervalOf(payload) is { } interval ? due + (interval * (((fired - due).Ticks / interval.Ticks) + 1)) : null,
            Cron => NextOccurrence(payload, fired),
            _ => null,
        };
    }

    private static TimeSpan? IntervalOf(JsonElement payload) =>
        TimeSpan.TryParse(payload.Member("interval").AsText(), CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero ? interval : null;

    // A zone that was known when the workflow was published and is not now is the machine's fault, and is told.
    private static DateTimeOffset? NextOccurrence(JsonElement payload, DateTimeOffset after) =>
        CronExpression.TryParse(payload.Member("cronExpression").AsText() ?? "", out var expression, out _)
            ? expression.Next(after, payload.Member("timeZone").AsText() is { Length: > 0 } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : null)
            : null;
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Hub.Workflows.Activities.Scheduling;

/// <summary>A cron expression: five fields, or six with seconds first; times are those of a time zone, UTC when none is given.</summary>
/// <remarks>
/// <para>
/// Fields: seconds, minutes, hours, day of month, month, day of week. Values, lists, ranges, steps, <c>*</c>, <c>?</c>, names of months and
/// days, <c>L</c> (last day, or <c>5L</c> last Friday), <c>15W</c> (nearest working day), <c>FRI#2</c> (second Friday), and the macros
/// <c>@yearly @monthly @weekly @daily @hourly @minutely @secondly</c>. When both days are given a time must satisfy both.
/// </para>
/// <para>
/// Where clocks are changed: an expression that names its time (<c>30 2 * * *</c>) comes once a day all the same. A time that is skipped
/// comes at the instant of the change, together with others that are skipped; of one that is shown twice only the first counts. An expression
/// that repeats (<c>*</c>, <c>?</c>, a range or a step in seconds, minutes or hours) keeps its interval: it passes over skipped times and
/// comes again at repeated ones.
/// </para>
/// </remarks>
public sealed class CronExpression
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private static readonly FieldRule[] Rules =
    [
        new(0, 59, null, ("Seconds", "les secondes")),
        new(0, 59, null, ("Minutes", "les minutes")),
        new(0, 23, null, ("Hours", "les heures")),
        new(1, 31, null, ("Days of month", "les jours du mois")),
        new(1, 12, Months, ("Months", "les mois")),
        new(0, 7, Days, ("Days of week", "les jours de la semaine")),
    ];

    private readonly ulong[] _fields;
    private readonly List<Func<DateOnly, bool>> _dayRules;
    private readonly bool _repeats;

    private CronExpression(ulong[] fields, List<Func<DateOnly, bool>> dayRules, bool repeats)
    {
        _fields = fields;
        _dayRules = dayRules;
        _repeats = repeats;
    }

    /// <summary>Reads an expression; says what is wrong with it otherwise.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CronExpression? expression, out LocalizedText mistake)
    {
        ArgumentNullException.ThrowIfNull(text);
        expression = null;
        mistake = LocalizedText.None;
        var parts = Expand(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 5)
        {
            parts = ["0", .. parts];
        }

        if (parts.Length != 6)
        {
            mistake = ($"The given cron expression has an invalid format: it needs 5 or 6 fields, but has {parts.Length}.",
                $"l'expression n'a pas le bon format : il faut 5 ou 6 champs, elle en a {parts.Length}.");
            return false;
        }

        var fields = new ulong[6];
        var dayRules = new List<Func<DateOnly, bool>>();
        for (var i = 0; i < fields.Length; i++)
        {
            var dayRule = i is 3 or 5 ? ReadDayRule(parts[i].ToUpperInvariant(), isWeek: i == 5) : null;
            if (dayRule is not null)
            {
                dayRules.Add(dayRule);
                fields[i] = ulong.MaxValue;
                continue;
            }

            if (!TryReadField(parts[i].ToUpperInvariant(), Rules[i], out fields[i]))
            {
                var rule = Rules[i];
                mistake = ($"The given cron expression has an invalid format. {rule.Name.English}: '{parts[i]}' is not a value between {rule.Min} and {rule.Max}, a list, a range or a step.",
                    $"l'expression n'a pas le bon format. Pour {rule.Name.French}, « {parts[i]} » n'est ni une valeur entre {rule.Min} et {rule.Max}, ni une liste, ni un intervalle, ni un pas.");
                return false;
            }
        }

        // Sunday is 0 and 7.
        if ((fields[5] & (1UL << 7)) != 0)
        {
            fields[5] |= 1;
        }

        expression = new CronExpression(fields, dayRules, repeats: parts[..3].Any(part => part.AsSpan().ContainsAny("*?-/")));
        return true;
    }

    /// <summary>The first occurrence after a point in time, in UTC; null when there is none within a hundred years.</summary>
    /// <param name="zone">Whose clocks the expression means; null is UTC.</param>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo? zone = null)
    {
        var second = new DateTime(after.UtcTicks - (after.UtcTicks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
        var clock = new WallClock(zone ?? TimeZoneInfo.Utc);
        var next = _repeats ? NextRepeated(second, clock) : NextNamed(second, clock);
        return next is { } instant ? new DateTimeOffset(instant, TimeSpan.Zero) : null;
    }

    // Whatever the clocks show from then on, each shown time counts once, and for the first time.
    private DateTime? NextNamed(DateTime after, WallClock clock)
    {
        for (var shown = clock.At(after); MatchFrom(shown.AddSeconds(1)) is { } match; shown = match)
        {
            if (clock.FirstInstantOf(match) is var instant && instant > after)
            {
                return instant;
            }
        }

        return null;
    }

    // From one change of the clocks to the next, time passes on them as it really does.
    private DateTime? NextRepeated(DateTime after, WallClock clock)
    {
        var from = after.AddSeconds(1);
        while (MatchFrom(clock.At(from)) is { } match)
        {
            var instant = DateTime.SpecifyKind(match - clock.OffsetAt(from), DateTimeKind.Utc);
            if (clock.FirstChange(from, instant) is not { } change)
            {
                return instant;
            }

            from = change;
        }

        return null;
    }

    // The first shown time, this one or a later one.
    private DateTime? MatchFrom(DateTime time)
    {
        var limit = time.Year + 100;
        while (time.Year < limit && time.Year < 9990)
        {
            if (!Has(4, time.Month))
            {
                time = new DateTime(time.Year, time.Month, 1).AddMonths(1);
            }
            else if (!IsDay(time))
            {
                time = time.Date.AddDays(1);
            }
            else if (!Has(2, time.Hour))
            {
                time = time.Date.AddHours(time.Hour + 1);
            }
            else if (!Has(1, time.Minute))
            {
                time = time.Date.AddMinutes((time.Hour * 60) + time.Minute + 1);
            }
            else if (!Has(0, time.Second))
            {
                time = time.AddSeconds(1);
            }
            else
            {
                return time;
            }
        }

        return null;
    }

    private bool Has(int field, int value) => (_fields[field] & (1UL << value)) != 0;

    private bool IsDay(DateTime time)
    {
        var day = DateOnly.FromDateTime(time);
        return Has(3, time.Day) && Has(5, (int)time.DayOfWeek) && _dayRules.TrueForAll(rule => rule(day));
    }

    private static bool TryReadField(string text, FieldRule rule, out ulong bits)
    {
        bits = 0;
        foreach (var item in text.Split(','))
        {
            var step = item.Split('/');
            var increment = 1;
            if (step.Length > 2 || (step.Length == 2 && (!int.TryParse(step[1], NumberStyles.None, CultureInfo.InvariantCulture, out increment) || increment < 1)))
            {
                return false;
            }

            int from, to;
            if (step[0] is "*" or "?")
            {
                (from, to) = (rule.Min, rule.Max == 7 ? 6 : rule.Max);
            }
            else
            {
                var range = step[0].Split('-');
                if (range.Length > 2 || !TryReadValue(range[0], rule, out from))
                {
                    return false;
                }

                // A single value with a step runs to the end of the field.
                to = step.Length == 2 ? rule.Max : from;
                if (range.Length == 2 && !TryReadValue(range[1], rule, out to))
                {
                    return false;
                }
            }

            // A range may wrap round: 22-2 in hours.
            var span = rule.Max == 7 ? 7 : rule.Max - rule.Min + 1;
            var length = to >= from ? to - from : to - from + span;
            for (var offset = 0; offset <= length; offset += increment)
            {
                var value = from + offset;
                bits |= 1UL << (value > rule.Max ? value - span : value);
            }
        }

        return true;
    }

    private static bool TryReadValue(string text, FieldRule rule, out int value)
    {
        var name = rule.Names is null ? -1 : Array.IndexOf(rule.Names, text);
        if (name >= 0)
        {
            value = name + rule.Min;
            return true;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= rule.Min && value <= rule.Max;
    }

    private static Func<DateOnly, bool>? ReadDayRule(string text, bool isWeek)
    {
        if (!isWeek)
        {
            if (text == "L")
            {
                return day => day.AddDays(1).Month != day.Month;
            }

            if (text.StartsWith("L-", StringComparison.Ordinal) && int.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var before) && before < 31)
            {
                return day => day.Day == DateTime.DaysInMonth(day.Year, day.Month) - before;
            }

            if (text == "LW")
            {
                return day => day == NearestWorkingDay(day, DateTime.DaysInMonth(day.Year, day.Month));
            }

            return text.EndsWith('W') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var target) && target is >= 1 and <= 31
                ? day => target <= DateTime.DaysInMonth(day.Year, day.Month) && day == NearestWorkingDay(day, target)
                : null;
        }

        if (text.Split('#') is [var name, var nth] && TryReadValue(name, Rules[5], out var weekday) && int.TryParse(nth, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 5)
        {
            return day => (int)day.DayOfWeek == weekday % 7 && (day.Day - 1) / 7 == number - 1;
        }

        return text.Length > 1 && text.EndsWith('L') && TryReadValue(text[..^1], Rules[5], out var last)
            ? day => (int)day.DayOfWeek == last % 7 && day.AddDays(7).Month != day.Month
            : null;
    }

    // Never leaves the month: a Saturday 1st moves to Monday 3rd, a Sunday last day to Friday.
    private static DateOnly NearestWorkingDay(DateOnly day, int target)
    {
        var date = new DateOnly(day.Year, day.Month, target);
        return date.DayOfWeek switch
        {
            DayOfWeek.Saturday => target == 1 ? date.AddDays(2) : date.AddDays(-1),
            DayOfWeek.Sunday => date.AddDays(1).Month == date.Month ? date.AddDays(1) : date.AddDays(-2),
            _ => date,
        };
    }

    private static string Expand(string text) => text.Trim().ToUpperInvariant() switch
    {
        "@YEARLY" or "@ANNUALLY" => "0 0 0 1 1 *",
        "@MONTHLY" => "0 0 0 1 * *",
        "@WEEKLY" => "0 0 0 * * 0",
        "@DAILY" or "@MIDNIGHT" => "0 0 0 * * *",
        "@HOURLY" => "0 0 * * * *",
        "@EVERY_MINUTE" or "@MINUTELY" => "0 * * * * *",
        "@EVERY_SECOND" or "@SECONDLY" => "* * * * * *",
        _ => text,
    };

    private sealed record FieldRule(int Min, int Max, string[]? Names, LocalizedText Name);
}

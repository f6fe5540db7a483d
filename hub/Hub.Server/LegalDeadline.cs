using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Server;

/// <summary>Within what time the law asks for an answer, in calendar years, months, weeks and days: an ISO 8601 duration such as <c>P2M</c>.</summary>
/// <remarks>
/// Reckoned as the silence of the administration is (code des relations entre le public et l'administration, L. 231-1): to the day of the
/// same number, or to the last of the month where it has none. That day belongs to the time, the day of receipt does not. Days are those
/// of metropolitan France.
/// </remarks>
public sealed partial record LegalDeadline
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Paris", out var paris) ? paris : TimeZoneInfo.Utc; // the doctor tells of a system without time zones

    private readonly string text;
    private readonly int months;
    private readonly int days;

    private LegalDeadline(string text, int months, int days) => (this.text, this.months, this.days) = (text, months, days);

    /// <summary>Reads a duration of whole days; false for anything else, and for one of nothing.</summary>
    public static bool TryParse(string? text, out LegalDeadline deadline)
    {
        var parts = Duration().Match(text ?? "");
        int Of(string unit) => parts.Groups[unit] is { Success: true } digits ? int.Parse(digits.Value, CultureInfo.InvariantCulture) : 0;
        deadline = new LegalDeadline(text ?? "", (12 * Of("years")) + Of("months"), (7 * Of("weeks")) + Of("days"));
        return deadline.months + deadline.days > 0;
    }

    /// <summary>The moment at which the last day to answer is over.</summary>
    public DateTimeOffset DueAt(DateTimeOffset receivedAt) => EndOf(DayOf(receivedAt).AddMonths(months).AddDays(days));

    /// <summary>The last day to answer, of a moment that <see cref="DueAt"/> gave.</summary>
    public static DateOnly LastDay(DateTimeOffset dueAt) => DayOf(dueAt.AddTicks(-1));

    /// <summary>The moment at which a day is over.</summary>
    public static DateTimeOffset EndOf(DateOnly day)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight));
    }

    /// <summary>For people: <c>2 mois</c>, <c>2 months</c>.</summary>
    public LocalizedText ToText()
    {
        (int Count, string Fr, string FrMany, string En)[] units = [(months / 12, "an", "ans", "year"), (months % 12, "mois", "mois", "month"), (days, "jour", "jours", "day")];
        var given = units.Where(unit => unit.Count > 0).ToArray();
        return new(
            string.Join(' ', given.Select(unit => $"{unit.Count} {(unit.Count == 1 ? unit.Fr : unit.FrMany)}")),
            string.Join(' ', given.Select(unit => $"{unit.Count} {unit.En}{(unit.Count == 1 ? "" : "s")}")));
    }

    /// <summary>As it was given.</summary>
    public override string ToString() => text;

    private static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime);

    [GeneratedRegex("^P(?:(?<years>[0-9]{1,2})Y)?(?:(?<months>[0-9]{1,3})M)?(?:(?<weeks>[0-9]{1,3})W)?(?:(?<days>[0-9]{1,4})D)?\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Duration();
}

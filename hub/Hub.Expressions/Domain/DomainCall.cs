using System.Globalization;
using Hub.Expressions.JavaScript.Execution;

namespace Hub.Expressions.Domain;

/// <summary>The arguments of one call, as text, numbers or dates, with the budget that the work counts on.</summary>
internal sealed class DomainCall(BudgetMeter meter, object?[] arguments, CalendarOptions calendar)
{
    private const int FirstYear = 1900;
    private const int LastYear = 2199;
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    public CalendarOptions Calendar => calendar;

    /// <summary>The text; a number is taken as its digits, nothing as empty.</summary>
    public string Text(int index)
    {
        var text = arguments[index] switch
        {
            string given => given,
            decimal number => number.ToString(CultureInfo.InvariantCulture),
            DateOnly day => Iso(day),
            _ => string.Empty,
        };
        meter.StepMany(text.Length);
        meter.CheckTextLength(text.Length * 4L);
        meter.Charge(64 + (text.Length * 8L));
        return text;
    }

    /// <summary>A day: of a date, of text such as 2026-07-14 or 14/07/2026, or the day in Paris of an instant in ISO 8601.</summary>
    public DateOnly Day(int index)
    {
        var day = arguments[index] switch
        {
            DateOnly given => given,
            string text => Parse(text.Trim()),
            _ => null,
        };
        return day is { Year: >= FirstYear and <= LastYear } known
            ? known
            : throw new DomainError("Expected a date between 1900 and 2199, such as 2026-07-14.", "Une date entre 1900 et 2199 est attendue, comme 2026-07-14.");
    }

    public int Year(int index) => Whole(index) is >= FirstYear and <= LastYear and var year
        ? (int)year
        : throw new DomainError("Expected a year between 1900 and 2199.", "Une année entre 1900 et 2199 est attendue.");

    public long Whole(int index) =>
        arguments[index] switch
        {
            decimal number when number == decimal.Truncate(number) && Math.Abs(number) <= 9_007_199_254_740_991 => (long)number,
            string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw new DomainError("Expected a whole number.", "Un nombre entier est attendu."),
        };

    /// <summary>Counts work about to be done, a day of the calendar each.</summary>
    public void WalkDays(long days)
    {
        if (Math.Abs(days) > FrenchCalendar.Furthest)
        {
            throw new DomainError("Working days are counted over a century at most.", "Les jours ouvrés se comptent sur un siècle au plus.");
        }

        meter.StepMany(Math.Abs(days) * 20.0);
        meter.Charge(Math.Abs(days) * 200);
    }

    private static DateOnly? Parse(string text)
    {
        if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "dd/MM/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        if (text.Length is < 16 or > 40 || text[10] is not ('T' or ' '))
        {
            return null;
        }

        var hasZone = text[^1] == 'Z' || text.AsSpan(11).ContainsAny('+', '-');
        return !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? null
            : DateOnly.FromDateTime(hasZone ? TimeZoneInfo.ConvertTime(instant, Paris).DateTime : instant.DateTime);
    }

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>An argument that a helper cannot take; each language makes its own error of it.</summary>
internal sealed class DomainError(string english, string french) : Exception(english)
{
    public string French { get; } = french;
}

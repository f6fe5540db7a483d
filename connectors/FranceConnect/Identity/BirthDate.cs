using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Connectors.FranceConnect.Identity;

/// <summary>A birth date as far as the civil registry knows it.</summary>
/// <param name="Value">ISO 8601, cut to what is known: <c>1992-11-05</c>, <c>1992-11</c> or <c>1992</c>.</param>
/// <param name="Precision"><c>day</c>, <c>month</c> or <c>year</c>.</param>
internal sealed partial record BirthDate(string Value, string Precision)
{
    /// <summary>
    /// Reads FranceConnect's two claims. <c>idp_birthdate</c> has <c>00</c> for an unknown day or month, which <c>birthdate</c>
    /// rounds to <c>01</c>: without the first, a presumed date looks like a real one. Null when they are no date or contradict each other.
    /// </summary>
    public static BirthDate? From(string? birthdate, string? idpBirthdate)
    {
        var exact = Read(string.IsNullOrEmpty(idpBirthdate) ? birthdate : idpBirthdate);
        if (exact is null || string.IsNullOrEmpty(birthdate) || string.IsNullOrEmpty(idpBirthdate))
        {
            return exact;
        }

        return birthdate.StartsWith(exact.Value, StringComparison.Ordinal) ? exact : null;
    }

    private static BirthDate? Read(string? text)
    {
        if (text is null || !Form().IsMatch(text))
        {
            return null;
        }

        return text[5..] switch
        {
            "00-00" => new BirthDate(text[..4], "year"),
            var rest when rest.EndsWith("-00", StringComparison.Ordinal) => Exists(text[..7] + "-01") ? new BirthDate(text[..7], "month") : null,
            _ => Exists(text) ? new BirthDate(text, "day") : null,
        };
    }

    private static bool Exists(string day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    [GeneratedRegex("^[12][0-9]{3}-[0-9]{2}-[0-9]{2}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}

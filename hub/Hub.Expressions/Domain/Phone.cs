namespace Hub.Expressions.Domain;

/// <summary>Telephone numbers in the international form of ITU-T E.164. Numbers of the French plan (ARCEP) get the country code of their territory.</summary>
public static class Phone
{
    // First digits of a national number after its zero, and the country code they belong to.
    private static readonly (string Prefix, string Country)[] Overseas =
    [
        ("590", "590"), ("690", "590"), ("691", "590"),
        ("594", "594"), ("694", "594"),
        ("596", "596"), ("696", "596"), ("697", "596"),
        ("262", "262"), ("263", "262"), ("269", "262"), ("639", "262"), ("692", "262"), ("693", "262"),
    ];

    // Country codes of the overseas territories, and the length of their numbers in international form; New Caledonia and the Pacific have plans of six and eight digits.
    private static readonly (string Country, int Length)[] OverseasLengths =
        [("+590", 13), ("+594", 13), ("+596", 13), ("+262", 13), ("+508", 10), ("+687", 10), ("+681", 10), ("+689", 12)];

    /// <summary><c>06 12 34 56 78</c> becomes <c>+33612345678</c>, <c>0590 12 34 56</c> becomes <c>+590590123456</c>; null when the text is no number that can be dialled from abroad.</summary>
    public static string? ToE164(string text)
    {
        var compact = Digits.Compact(text)?.Replace("(0)", string.Empty, StringComparison.Ordinal).Replace("/", string.Empty, StringComparison.Ordinal);
        if (compact is null)
        {
            return null;
        }

        compact = compact.StartsWith("00", StringComparison.Ordinal) ? "+" + compact[2..] : compact;
        var digits = compact.StartsWith('+') ? compact[1..] : compact;
        if (digits.Length == 0 || !digits.All(char.IsAsciiDigit))
        {
            return null;
        }

        return compact[0] == '+' ? International(digits) : National(digits);
    }

    /// <summary>Whether the text is a number of the French plan, of France or overseas, written nationally or internationally.</summary>
    public static bool IsFrench(string text) =>
        ToE164(text) is { } number
        && (number.StartsWith("+33", StringComparison.Ordinal) || OverseasLengths.Any(territory => number.StartsWith(territory.Country, StringComparison.Ordinal) && number.Length == territory.Length));

    private static string? National(string digits)
    {
        if (digits.Length != 10 || digits[0] != '0' || digits[1] == '0')
        {
            return null;
        }

        var number = digits[1..];

        // Saint-Pierre-et-Miquelon has six digits of its own behind 0508.
        return number.StartsWith("508", StringComparison.Ordinal) ? "+508" + number[3..]
            : Array.Find(Overseas, territory => number.StartsWith(territory.Prefix, StringComparison.Ordinal)) is { Country: { } country } ? $"+{country}{number}"
            : "+33" + number;
    }

    private static string? International(string digits)
    {
        if (digits.StartsWith("33", StringComparison.Ordinal))
        {
            var number = digits[2..];
            number = number.Length == 10 && number[0] == '0' ? number[1..] : number;
            return number.Length == 9 && number[0] != '0' ? National("0" + number) : null;
        }

        return digits.Length is >= 7 and <= 15 && digits[0] != '0' ? "+" + digits : null;
    }
}

using System.Globalization;

namespace Hub.Expressions.JavaScript.Text;

/// <summary>How often an atom repeats (§22.2.1, Quantifier), written for .NET.</summary>
internal static class RegExpQuantifier
{
    /// <summary>Reads one without what may follow to make it lazy; null, and nothing read, when there is none.</summary>
    /// <exception cref="RegExpError">It is wrong.</exception>
    public static string? Read(string source, ref int position, bool unicode)
    {
        switch (position < source.Length ? source[position] : '\0')
        {
            case '*' or '+' or '?':
                return source[position++].ToString();
            case '{' when IsCounted(source, position):
                return ReadCounts(source, ref position);
            case '{' when unicode:
                throw new RegExpError("Incomplete quantifier", "répétition incomplète");
            default:
                return null;
        }
    }

    /// <summary>Whether the brace at a position begins counts; without the u flag any other is an ordinary character.</summary>
    public static bool IsCounted(string source, int position)
    {
        var low = SkipDigits(source, position + 1);
        if (low == position + 1)
        {
            return false;
        }

        var end = low < source.Length && source[low] == ',' ? SkipDigits(source, low + 1) : low;
        return end < source.Length && source[end] == '}';
    }

    private static int SkipDigits(string source, int from)
    {
        while (from < source.Length && char.IsAsciiDigit(source[from]))
        {
            from++;
        }

        return from;
    }

    private static string ReadCounts(string source, ref int position)
    {
        var end = source.IndexOf('}', position);
        var parts = source[(position + 1)..end].Split(',');
        position = end + 1;
        var low = Clamp(parts[0]);
        if (parts.Length == 1)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{{{low}}}");
        }

        if (parts[1].Length == 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{{{low},}}");
        }

        var high = Clamp(parts[1]);
        return high < low
            ? throw new RegExpError("numbers out of order in {} quantifier", "bornes de répétition inversées")
            : string.Create(CultureInfo.InvariantCulture, $"{{{low},{high}}}");
    }

    private static int Clamp(string digits) => digits.Length > 9 ? int.MaxValue : int.Parse(digits, CultureInfo.InvariantCulture);
}

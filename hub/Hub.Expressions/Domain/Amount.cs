using System.Globalization;
using System.Text;

namespace Hub.Expressions.Domain;

/// <summary>Amounts in euros as text, counted in cents so that nothing is rounded.</summary>
internal static class Amount
{
    private const long MaxCents = 9_007_199_254_740_991;

    /// <summary>Cents of <c>1 234,56 €</c>, <c>1234.5</c>, <c>-12 EUR</c>; null when the text is no amount. Three decimals are refused, not rounded.</summary>
    public static long? Parse(string text)
    {
        if (text.Length > 60)
        {
            return null;
        }

        var trimmed = text.Trim();
        trimmed = trimmed.EndsWith('€') ? trimmed[..^1] : trimmed.EndsWith("EUR", StringComparison.OrdinalIgnoreCase) ? trimmed[..^3] : trimmed;
        var compact = new StringBuilder();
        foreach (var c in trimmed.Trim())
        {
            if (c is not (' ' or '\u00A0' or '\u202F'))
            {
                compact.Append(c is ',' ? '.' : c is '\u2212' ? '-' : c);
            }
        }

        var plain = compact.ToString();
        var point = plain.IndexOf('.', StringComparison.Ordinal);
        return point >= 0 && (plain.Length - point > 3 || plain.Length - point == 1) ? null
            : decimal.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var euros) && Math.Abs(euros * 100) <= MaxCents
                ? (long)(euros * 100)
                : null;
    }

    /// <summary><c>1 234,56 €</c>, with the spaces that French typography asks for: narrow no-break between thousands, no-break before the sign.</summary>
    public static string Format(long cents)
    {
        var digits = Math.Abs(cents).ToString("000", CultureInfo.InvariantCulture);
        var text = new StringBuilder(digits[..^2]);
        for (var i = text.Length - 3; i > 0; i -= 3)
        {
            text.Insert(i, '\u202F');
        }

        return $"{(cents < 0 ? "-" : string.Empty)}{text},{digits[^2..]}\u00A0€";
    }
}

using System.Globalization;

namespace Hub.Expressions.Domain;

/// <summary>
/// NIR, the number by which INSEE knows a person (code de la sécurité sociale, R. 115-1 and following): sex, year, month, department
/// or country, commune, rank, and a key of two digits, 97 minus the rest of the division by 97. Corsica's 2A and 2B count as 19 and 18.
/// </summary>
public static class SocialSecurityNumber
{
    /// <summary>Whether the text is a number of fifteen characters with the right key; spaces between them do not matter.</summary>
    public static bool IsValid(string text) =>
        Digits.Compact(text) is { Length: 15 } nir && char.IsAsciiDigit(nir[13]) && char.IsAsciiDigit(nir[14]) && KeyOf(nir[..13]) == nir[13..];

    /// <summary>The key of the first thirteen characters, as two digits; null when they have not the shape.</summary>
    public static string? KeyOf(string text)
    {
        if (Digits.Compact(text) is not { Length: 13 } body || !HasShape(body))
        {
            return null;
        }

        var department = body[5..7] switch { "2A" => "19", "2B" => "18", var plain => plain };
        var number = long.Parse(string.Concat(body.AsSpan(0, 5), department, body.AsSpan(7)), CultureInfo.InvariantCulture);
        return (97 - (number % 97)).ToString("00", CultureInfo.InvariantCulture);
    }

    private static bool HasShape(string body)
    {
        for (var i = 0; i < body.Length; i++)
        {
            if (!char.IsAsciiDigit(body[i]) && !(i == 6 && body[5] == '2' && body[6] is 'A' or 'B'))
            {
                return false;
            }
        }

        // 1 and 2; 3 and 4 while a foreign birth is being checked; 7 and 8 for provisional numbers.
        var month = ((body[3] - '0') * 10) + body[4] - '0';
        return body[0] is '1' or '2' or '3' or '4' or '7' or '8'
            && month is (>= 1 and <= 12) or (>= 20 and <= 42) or (>= 50 and <= 99)
            && body[5..7] != "00" && body[10..] != "000";
    }
}

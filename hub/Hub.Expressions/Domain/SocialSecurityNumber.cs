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
        Digits.Compact(text) is { } nir && IsWritten(nir);

    /// <summary>As <see cref="IsValid"/> for what is fifteen characters without spaces; allocates nothing.</summary>
    public static bool IsWritten(ReadOnlySpan<char> text) =>
        text.Length == 15 && char.IsAsciiDigit(text[13]) && char.IsAsciiDigit(text[14]) && HasShape(text[..13])
        && KeyNumber(text[..13]) == ((text[13] - '0') * 10) + text[14] - '0';

    /// <summary>The key of the first thirteen characters, as two digits; null when they have not the shape.</summary>
    public static string? KeyOf(string text)
    {
        if (Digits.Compact(text) is not { Length: 13 } body || !HasShape(body))
        {
            return null;
        }

        return KeyNumber(body).ToString("00", CultureInfo.InvariantCulture);
    }

    private static int KeyNumber(ReadOnlySpan<char> body)
    {
        long number = 0;
        for (var i = 0; i < body.Length; i++)
        {
            // 2A counts as 19, 2B as 18.
            var isCorsica = i == 5 && char.IsAsciiLetterUpper(body[6]);
            number = isCorsica ? (number * 100) + (body[++i] == 'A' ? 19 : 18) : (number * 10) + body[i] - '0';
        }

        return 97 - (int)(number % 97);
    }

    private static bool HasShape(ReadOnlySpan<char> body)
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
            && !body[5..7].SequenceEqual("00") && !body[10..].SequenceEqual("000");
    }
}

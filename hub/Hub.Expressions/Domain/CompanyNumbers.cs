namespace Hub.Expressions.Domain;

/// <summary>SIREN and SIRET, the numbers of legal units and of their establishments (INSEE, decree 73-314; key of ISO/IEC 7812-1, "Luhn").</summary>
public static class CompanyNumbers
{
    private const string LaPoste = "356000000";

    /// <summary>Whether the text is nine digits with the right key; spaces, points and hyphens between them do not matter.</summary>
    public static bool IsSiren(string text) => Digits.Only(text) is { } digits && IsWrittenSiren(digits);

    /// <summary>Whether the text is fourteen digits with the right keys. La Poste has more establishments than the key allows for: the digits of theirs add up to a multiple of five instead.</summary>
    public static bool IsSiret(string text) =>
        Digits.Only(text) is { } digits && IsWrittenSiret(digits);

    /// <summary>As <see cref="IsSiren"/> for what is nine digits and nothing else; allocates nothing.</summary>
    public static bool IsWrittenSiren(ReadOnlySpan<char> text) => text.Length == 9 && !text.ContainsAnyExceptInRange('0', '9') && HasLuhnKey(text);

    /// <summary>As <see cref="IsSiret"/> for what is fourteen digits and nothing else; allocates nothing.</summary>
    public static bool IsWrittenSiret(ReadOnlySpan<char> text) =>
        text.Length == 14 && !text.ContainsAnyExceptInRange('0', '9') && HasLuhnKey(text[..9])
        && (HasLuhnKey(text) || (text.StartsWith(LaPoste, StringComparison.Ordinal) && SumOf(text) % 5 == 0));

    private static int SumOf(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        foreach (var digit in digits)
        {
            sum += digit - '0';
        }

        return sum;
    }

    private static bool HasLuhnKey(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            digit *= i % 2 == 0 ? 1 : 2;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0 && digits.ContainsAnyExcept('0');
    }
}

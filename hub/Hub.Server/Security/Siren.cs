namespace Hub.Server.Security;

/// <summary>SIREN numbers: nine digits whose last makes the Luhn sum a multiple of ten (ISO/IEC 7812-1, annex B).</summary>
public static class Siren
{
    /// <summary>
    /// The fictitious town of the demonstrations. Communes' numbers begin with 21 and their department; 99 is no department,
    /// so no real authority can ever have it, yet it passes every check.
    /// </summary>
    public const string Fictitious = "219900008";

    public static bool IsValid(string? text)
    {
        if (text is not { Length: 9 })
        {
            return false;
        }

        var sum = 0;
        var anyOther = false;
        for (var i = 0; i < 9; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                return false;
            }

            var digit = text[i] - '0';
            anyOther |= digit != 0;
            // Every second digit from the right counts double; of nine digits these are the 2nd, 4th, 6th and 8th.
            var weighted = i % 2 == 1 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        return anyOther && sum % 10 == 0;
    }
}

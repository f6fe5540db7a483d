namespace Hub.Expressions.Domain;

/// <summary>The shape of a commune's code in INSEE's Code officiel géographique: department, then rank. Whether the commune exists is not asked.</summary>
internal static class CommuneCode
{
    public static bool HasShape(string text)
    {
        var code = text.Trim();
        if (code.Length != 5 || !char.IsAsciiDigit(code[0]) || !code.AsSpan(2).ToString().All(char.IsAsciiDigit) || code.AsSpan(2).SequenceEqual("000"))
        {
            return false;
        }

        return code[..2] switch
        {
            "2A" or "2B" => true,

            // Corsica was 20 until 1976.
            "20" or "00" or "96" or "99" => false,
            "97" => code[2] is >= '1' and <= '8',
            "98" => code[2] is >= '4' and <= '9',
            var department => char.IsAsciiDigit(department[1]),
        };
    }
}

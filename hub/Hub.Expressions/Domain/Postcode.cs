namespace Hub.Expressions.Domain;

/// <summary>
/// The shape of a French postcode: five digits, the first two a department (Corsica is 20, overseas 97 and 98) or 00 for the armed forces.
/// CEDEX postcodes have it too; whether La Poste delivers there is not asked.
/// </summary>
public static class Postcode
{
    /// <summary>Whether the text is exactly five digits of that shape.</summary>
    public static bool HasShape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 5 && text.All(char.IsAsciiDigit) && text[..2] is not ("96" or "99");
    }
}

namespace Hub.Expressions.Domain;

/// <summary>
/// The shape of a French postcode: five digits, the first two a department (Corsica is 20, overseas 97 and 98) or 00 for the armed forces.
/// CEDEX postcodes have it too; whether La Poste delivers there is not asked.
/// </summary>
public static class Postcode
{
    /// <summary>Whether the text is exactly five digits of that shape; allocates nothing.</summary>
    public static bool HasShape(ReadOnlySpan<char> text) =>
        text.Length == 5 && !text.ContainsAnyExceptInRange('0', '9') && !(text[0] == '9' && text[1] is '6' or '9');
}

using Hub.JsonSchema.Json;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Messages;

/// <summary>Names a value by its type and size, never by what it says: it may be personal data.</summary>
internal static class WhatCame
{
    public static BilingualText Describe(ref Evaluation evaluation, int at)
    {
        var token = evaluation.Tokens[at];
        return token.Kind switch
        {
            JsonKind.Null => new("une valeur vide (null)", "an empty value (null)"),
            JsonKind.Boolean => new("un booléen (vrai ou faux)", "a boolean (true or false)"),
            JsonKind.Number when token.Fractional => new("un nombre à virgule ou à exposant", "a number with decimals or an exponent"),
            JsonKind.Number => new("un nombre entier", "a whole number"),
            JsonKind.String => Text(JsonText.CodePoints(evaluation.Text(at))),
            JsonKind.Array => new($"une liste de {PluralFr(token.Count, "élément", "éléments")}", $"a list of {Plural(token.Count, "item", "items")}"),
            _ => new($"un objet de {PluralFr(token.Count, "propriété", "propriétés")}", $"an object with {Plural(token.Count, "property", "properties")}"),
        };
    }

    public static string Plural(long count, string one, string many) => count is 0 or 1 ? $"{count} {(count == 0 ? many : one)}" : $"{count} {many}";

    /// <summary>As French has it: zero is singular.</summary>
    public static string PluralFr(long count, string one, string many) => $"{count} {(count < 2 ? one : many)}";

    private static BilingualText Text(int length) =>
        new($"un texte de {PluralFr(length, "caractère", "caractères")}", $"a text of {Plural(length, "character", "characters")}");
}

using System.Text.Json;

namespace Hub.Server.Schemas.Members;

/// <summary>What a schema says about a member for people, in both languages.</summary>
internal static class MemberTexts
{
    /// <summary>Its title: <c>x-title</c>, else <c>title</c>; null where it has none.</summary>
    public static LocalizedText? Title(SchemaMember member) => Of(member, "title");

    /// <summary>Its description, in the same way.</summary>
    public static LocalizedText? Description(SchemaMember member) => Of(member, "description");

    /// <summary>Whether the schema marks it as a secret.</summary>
    public static bool IsSecret(SchemaMember member) =>
        member.Places.Any(place => place.Schema.TryGetProperty("x-secret", out var secret) && secret.ValueKind == JsonValueKind.True);

    private static LocalizedText? Of(SchemaMember member, string name)
    {
        foreach (var place in member.Places)
        {
            if (place.Schema.TryGetProperty("x-" + name, out var both) && both.ValueKind == JsonValueKind.Object
                && Text(both, "fr") is { } fr && Text(both, "en") is { } en)
            {
                return new(fr, en);
            }

            if (Text(place.Schema, name) is { } plain)
            {
                // Where only one text can stand, both languages are often put into it: « Libellé. / Label. »
                return plain.Split(" / ") is [var french, var english] ? new(french.Trim(), english.Trim()) : new(plain, plain);
            }
        }

        return null;
    }

    private static string? Text(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}

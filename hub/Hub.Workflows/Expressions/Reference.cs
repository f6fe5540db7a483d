using System.Text.Json;

namespace Hub.Workflows.Expressions;

/// <summary>Reads how a designer refers to a variable, an input or an output: JSON text, the object itself, or a bare name.</summary>
internal static class Reference
{
    public static (string Id, string? Name) Read(JsonElement value, string what)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text)
        {
            if (!text.AsSpan().TrimStart().StartsWith("{"))
            {
                return text.Length > 0 ? (text, text) : throw Missing(what);
            }

            try
            {
                value = JsonValues.Parse(text);
            }
            catch (JsonException error)
            {
                throw new ExpressionFailedException($"The reference to a {what} holds JSON text, but this is not JSON.", error);
            }
        }

        var name = value.Member("name").AsText();
        var id = value.Member("id").AsText();
        return (id ?? name ?? throw Missing(what), name);
    }

    private static ExpressionFailedException Missing(string what) => new($"A reference to a {what} needs its id or name; pick the {what} again in the designer.");
}

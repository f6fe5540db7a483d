using Hub.JsonSchema;

namespace Hub.Server.Schemas.Drift;

/// <summary>The formats that a text is tried for where its schema names none.</summary>
internal static class KnownFormats
{
    private static readonly (string Name, JsonSchemaValidator Validator)[] All =
        [.. new[] { "date", "date-time", "email", "uuid", "uri" }.Select(name => (name, Compile(name)))];

    /// <summary>Those that a JSON text has, a bit each.</summary>
    /// <param name="among">The bits worth trying.</param>
    public static int Of(ReadOnlySpan<byte> jsonText, int among)
    {
        var held = 0;
        for (var i = 0; i < All.Length; i++)
        {
            if ((among & (1 << i)) != 0 && All[i].Validator.IsValid(jsonText))
            {
                held |= 1 << i;
            }
        }

        return held;
    }

    /// <summary>The name of the first of these bits; null when none is set.</summary>
    public static string? NameOf(int formats)
    {
        for (var i = 0; i < All.Length; i++)
        {
            if ((formats & (1 << i)) != 0)
            {
                return All[i].Name;
            }
        }

        return null;
    }

    private static JsonSchemaValidator Compile(string format) => new SchemaRegistry().Compile(
        System.Text.Json.JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["format"] = format }), new SchemaOptions { AssertFormats = true });
}

using System.Text.Json;

namespace Hub.JsonSchema.Json;

/// <summary>A value that a schema names (<c>const</c>, <c>enum</c>), read once when the schema is compiled.</summary>
internal sealed class JsonLiteral
{
    private readonly byte[] _utf8;
    private readonly Token[] _tokens;

    public JsonLiteral(JsonElement value)
    {
        using var buffer = new MemoryStream();
        // Strings are written without escapes where JSON allows it, so that comparing bytes mostly settles it.
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 }))
        {
            value.WriteTo(writer);
        }

        _utf8 = buffer.ToArray();
        var tape = new JsonTape();
        if (tape.Read(_utf8, 1000) is { } fault)
        {
            throw new InvalidOperationException($"A value that was read as JSON cannot be read again ({fault.Kind}).");
        }

        _tokens = tape.Tokens.ToArray();
    }

    public JsonView View => new(_utf8, _tokens);

    public JsonKind Kind => _tokens[0].Kind;

    /// <summary>The text of a string, escapes resolved.</summary>
    public byte[] Text()
    {
        var raw = View.Raw(0);
        var text = new byte[raw.Length];
        return text[..JsonText.Unescape(raw, text)];
    }

    /// <summary>The value as JSON, cut to a length fit for a message.</summary>
    public string Display(int longest = 60)
    {
        var json = System.Text.Encoding.UTF8.GetString(_utf8);
        return json.Length <= longest ? json : json[..(longest - 1)] + "…";
    }
}

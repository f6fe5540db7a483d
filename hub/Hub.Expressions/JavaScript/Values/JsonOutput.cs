using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Library;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>Values of the language into JSON for the host, by the rules of <c>JSON.stringify</c>. Data that the script only passed on is not copied.</summary>
internal static class JsonOutput
{
    private static readonly JsonElement True = JsonElement.Parse("true");
    private static readonly JsonElement False = JsonElement.Parse("false");
    private static readonly JsonElement Null = JsonElement.Parse("null");
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 1000 };

    public static JsonElement ToElement(Evaluation run, JsValue value)
    {
        switch (value.Kind)
        {
            case JsKind.Undefined or JsKind.Symbol or JsKind.Empty:
                return default;
            case JsKind.Null:
                return Null;
            case JsKind.Boolean:
                return value.IsTrue ? True : False;
            case JsKind.Object:
                if (value.FunctionOrNull is not null)
                {
                    return default;
                }

                if (UntouchedOf(value) is { ValueKind: not JsonValueKind.Undefined } same)
                {
                    return same;
                }

                break;
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            if (!new JsonOutputWriter(run, writer, buffer).Write(value, string.Empty))
            {
                return default;
            }
        }

        return buffer.WrittenCount > run.MaxOutputBytes
            ? throw run.OutOf("output", "output", "de sortie")
            : JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = 1000 });
    }

    /// <summary>The JSON behind a value that the script did not open, or <c>default</c>.</summary>
    public static JsonElement UntouchedOf(JsValue value) => value.ObjectOrNull switch
    {
        JsonObject wrapped => wrapped.Untouched,
        JsArray array => array.Untouched,
        _ => default,
    };
}

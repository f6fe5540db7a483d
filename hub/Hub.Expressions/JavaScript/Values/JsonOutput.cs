using System.Buffers.Text;
using System.Text.Json;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Library;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>Values of the language into JSON for the host, by the rules of <c>JSON.stringify</c>. Data that the script only passed on is not copied.</summary>
internal static class JsonOutput
{
    private const int SmallNumbers = 256;

    private static readonly JsonElement True = JsonElement.Parse("true");
    private static readonly JsonElement False = JsonElement.Parse("false");
    private static readonly JsonElement Null = JsonElement.Parse("null");
    private static readonly JsonElement[] Small = [.. Enumerable.Range(0, SmallNumbers).Select(static number => JsonSerializer.SerializeToElement(number))];

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
            case JsKind.Number:
                return NumberElement(value.AsNumber);
            case JsKind.String:
                if (run.SourceOf(value) is { ValueKind: JsonValueKind.String } source)
                {
                    return source;
                }

                break;
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

        using var sink = JsonSink.Take();
        if (!new JsonOutputWriter(run, sink.Writer).Write(value, string.Empty))
        {
            return default;
        }

        var written = sink.Written;
        return written.Length > run.MaxOutputBytes
            ? throw run.OutOf("output", "output", "de sortie")
            : value.IsString ? Scalar(written) : JsonElement.Parse(written, new JsonDocumentOptions { MaxDepth = 1000 });
    }

    /// <summary>The JSON behind a value that the script did not open, or <c>default</c>.</summary>
    public static JsonElement UntouchedOf(JsValue value) => value.ObjectOrNull switch
    {
        JsonObject wrapped => wrapped.Untouched,
        JsArray array => array.Untouched,
        _ => default,
    };

    private static JsonElement NumberElement(double number)
    {
        if (!double.IsFinite(number))
        {
            return Null;
        }

        if (number is >= 0 and < SmallNumbers && (int)number == number)
        {
            return Small[(int)number];
        }

        Span<byte> text = stackalloc byte[32];
        if (Math.Abs(number) < 1e15 && (long)number == number && Utf8Formatter.TryFormat((long)number, text, out var written))
        {
            return Scalar(text[..written]);
        }

        return JsonElement.Parse(NumberText.Format(number));
    }

    /// <summary>One text or number: the reader makes it at once, without the tables that a tree needs.</summary>
    private static JsonElement Scalar(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return JsonElement.ParseValue(ref reader);
    }
}

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hub.Workflows.Comparison;

/// <summary>Values as a comparison sees them: the order of members says nothing, and in what Elsa itself reads null and missing are one.</summary>
internal static class ComparedValue
{
    private static readonly JsonWriterOptions Indented = new() { MaxDepth = JsonValues.MaxDepth + 16, Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool Same(JsonElement before, JsonElement after) =>
        before.IsNothing() || after.IsNothing() ? before.IsNothing() && after.IsNothing() : Canonical(before) == Canonical(after);

    /// <summary>One text for all spellings of a value: members in the order of their names, those that say nothing left out.</summary>
    public static string Canonical(JsonElement value) => Encoding.UTF8.GetString(JsonValues.WriteBytes(value, static (writer, canonical) => Write(writer, canonical, MeaningOf(canonical))));

    /// <summary>A text as it is, anything else as indented JSON: what a person reads line by line.</summary>
    public static string Readable(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : Encoding.UTF8.GetString(Indent(value)); // a string has one

    /// <summary>What an input says: the text or value of its expression. Anything else is itself.</summary>
    public static JsonElement Said(JsonElement value) =>
        value.Member("expression") is { ValueKind: JsonValueKind.Object } expression && expression.Member("value") is var said && said.IsSet() ? said : value;

    /// <summary>The syntax of an input's expression; null for what is no input.</summary>
    public static string? SyntaxOf(JsonElement value) => value.Member("expression").Member("type").AsText();

    private static byte[] Indent(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Indented);
        Write(writer, value, Meaning.Plain);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, Meaning meaning)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    if ((member.Value.IsNothing() && meaning != Meaning.Exact) || (meaning == Meaning.Input && member.NameEquals("memoryReference"u8)))
                    {
                        continue;
                    }

                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, Inside(meaning, member.Name));
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item, meaning == Meaning.Exact ? Meaning.Exact : MeaningOf(item));
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Undefined:
                writer.WriteNullValue();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    // Where an input's value lies in memory is Elsa's affair of one run; where an output goes is what was drawn.
    private static Meaning MeaningOf(JsonElement value) => value.Member("expression").ValueKind == JsonValueKind.Object ? Meaning.Input : Meaning.Plain;

    private static Meaning Inside(Meaning meaning, string member) => (meaning, member) switch
    {
        (Meaning.Exact, _) or (Meaning.Expression, "value") => Meaning.Exact,
        (Meaning.Input, "expression") => Meaning.Expression,
        _ => Meaning.Plain,
    };

    private enum Meaning
    {
        Plain,
        Input,
        Expression,

        /// <summary>A value that expressions work with: there, null is something.</summary>
        Exact,
    }
}

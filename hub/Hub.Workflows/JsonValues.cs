using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Hub.Expressions;

namespace Hub.Workflows;

/// <summary>Makes and reads the engine's values: immutable <see cref="JsonElement"/>s, where <c>default</c> means "not set".</summary>
public static class JsonValues
{
    private const int CachedFrom = -1;
    private const int CachedTo = 1023;
    private static readonly JsonElement[] CachedIntegers = MakeIntegers();

    /// <summary>JSON <c>null</c>.</summary>
    public static JsonElement Null { get; } = Parse("null"u8);

    /// <summary>JSON <c>true</c>.</summary>
    public static JsonElement True { get; } = Parse("true"u8);

    /// <summary>JSON <c>false</c>.</summary>
    public static JsonElement False { get; } = Parse("false"u8);

    /// <summary>An empty JSON object.</summary>
    public static JsonElement EmptyObject { get; } = Parse("{}"u8);

    /// <summary>An empty JSON array.</summary>
    public static JsonElement EmptyArray { get; } = Parse("[]"u8);

    /// <summary>An empty JSON string.</summary>
    public static JsonElement EmptyString { get; } = Parse("\"\""u8);

    /// <summary>Reads one JSON value of any depth up to <see cref="MaxDepth"/>.</summary>
    /// <exception cref="JsonException">The bytes are not one JSON value.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8) => JsonElement.Parse(utf8, DocumentOptions);

    /// <summary>Reads one JSON value from text.</summary>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    public static JsonElement Parse(string json) => JsonElement.Parse(json, DocumentOptions);

    /// <summary>How deep a definition or a value may be nested: 200 nested activities take about 600 levels of JSON.</summary>
    public const int MaxDepth = 4096;

    internal static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>A JSON string, or JSON null for null.</summary>
    public static JsonElement From(string? text)
    {
        if (text is null)
        {
            return Null;
        }

        if (text.Length == 0)
        {
            return EmptyString;
        }

        using var sink = JsonSink.Take();
        sink.Writer.WriteStringValue(text);
        return Scalar(sink.Written);
    }

    /// <summary>A JSON boolean.</summary>
    public static JsonElement From(bool value) => value ? True : False;

    /// <summary>A JSON number.</summary>
    public static JsonElement From(long value)
    {
        if (value is >= CachedFrom and <= CachedTo)
        {
            return CachedIntegers[value - CachedFrom];
        }

        Span<byte> buffer = stackalloc byte[20];
        value.TryFormat(buffer, out var written, default, CultureInfo.InvariantCulture);
        return Scalar(buffer[..written]);
    }

    /// <summary>A JSON string holding an ISO 8601 instant.</summary>
    public static JsonElement From(DateTimeOffset value) => From(value.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>A JSON array of strings.</summary>
    public static JsonElement From(IReadOnlyList<string> values) => Write(values, static (writer, list) =>
    {
        writer.WriteStartArray();
        foreach (var value in list)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    });

    /// <summary>Bytes as workflows carry them: an array of numbers.</summary>
    public static JsonElement FromBytes(byte[] bytes) => Write(bytes, static (writer, items) =>
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            writer.WriteNumberValue(item);
        }

        writer.WriteEndArray();
    });

    /// <summary>A JSON object holding the given members in their order; members that are not set are left out.</summary>
    public static JsonElement Object(params ReadOnlySpan<(string Name, JsonElement Value)> members)
    {
        using var sink = JsonSink.Take();
        var writer = sink.Writer;
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            if (value.IsSet())
            {
                writer.WritePropertyName(name);
                value.CopyTo(writer);
            }
        }

        writer.WriteEndObject();
        return Parse(sink.Written);
    }

    /// <summary>A value written by <paramref name="write"/>.</summary>
    public static JsonElement Write<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using var sink = JsonSink.Take();
        write(sink.Writer, state);
        return Parse(sink.Written);
    }

    /// <summary>The bytes of a JSON document written by <paramref name="write"/>.</summary>
    public static byte[] WriteBytes<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using var sink = JsonSink.Take();
        write(sink.Writer, state);
        return sink.Written.ToArray();
    }

    /// <summary>Writes the value as it was read, without looking at it again: for what this hub itself reads later.</summary>
    /// <remarks>White space stays, and what <see cref="Parse(ReadOnlySpan{byte})"/> tolerates. What leaves the hub is written by <see cref="JsonElement.WriteTo"/>.</remarks>
    public static void CopyTo(this JsonElement value, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
    }

    /// <summary>Whether there is a value at all (JSON null counts as one).</summary>
    public static bool IsSet(this JsonElement value) => value.ValueKind != JsonValueKind.Undefined;

    /// <summary>Whether the value is missing or JSON null, which Elsa treats alike.</summary>
    public static bool IsNothing(this JsonElement value) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>
    /// The value as text, as Elsa converts to a string: a string is itself, a boolean <c>True</c> or <c>False</c>,
    /// a number its digits, an object or array its JSON; null when there is nothing.
    /// </summary>
    public static string? AsText(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        _ => value.GetRawText(),
    };

    /// <summary>A member of an object, its name compared without regard to case; not set when absent or when the value is no object.</summary>
    public static JsonElement Member(this JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return default;
        }

        if (value.TryGetProperty(name, out var exact))
        {
            return exact;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (IsNamed(member, name))
            {
                return member.Value;
            }
        }

        return default;
    }

    /// <summary>A member of an object that this hub wrote itself, its name exactly as given; not set when absent or when the value is no object.</summary>
    internal static JsonElement Own(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;

    // A name takes at least as many bytes as it has letters, and as many only if it is plain ASCII: then no text need be made of it.
    private static bool IsNamed(JsonProperty member, string name)
    {
        var written = JsonMarshal.GetRawUtf8PropertyName(member);
        if (written.Length <= name.Length)
        {
            return Ascii.EqualsIgnoreCase(written, name);
        }

        return (!Ascii.IsValid(written) || written.Contains((byte)'\\')) && member.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    // One text or number: the reader makes it at once, without the tables that a tree needs.
    private static JsonElement Scalar(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return JsonElement.ParseValue(ref reader);
    }

    internal static string Utf8Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    private static JsonElement[] MakeIntegers()
    {
        var all = new JsonElement[CachedTo - CachedFrom + 1];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = JsonElement.Parse((i + CachedFrom).ToString(CultureInfo.InvariantCulture));
        }

        return all;
    }
}

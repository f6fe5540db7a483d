using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Workflows;

namespace Hub.Server.ElsaApi.WorkflowInstances;

/// <summary>How what ran is written for Elsa's clients, and how their requests are read.</summary>
internal static class InstanceJson
{
    private static readonly LocalizedText NotReadable = new(
        "Le corps de la requête n'est pas le JSON attendu",
        "The body of the request is not the JSON that is expected");

    /// <summary>CamelCase members, dictionary keys as they are, values of runs however deep they nest.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = JsonValues.MaxDepth,
        Converters = { new TextOrNumberConverter() },
    };

    public static IResult Ok<T>(T value) => Results.Json(value, Options);

    /// <summary>Elsa's list of everything.</summary>
    public static IResult List<T>(IReadOnlyCollection<T> items) => Ok(new { items, count = items.Count });

    /// <summary>The body, or the defaults when there is none; and why it cannot be read.</summary>
    public static async Task<(T Body, IResult? Refusal)> ReadAsync<T>(HttpContext context, CancellationToken cancellationToken)
        where T : class, new()
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, cancellationToken);
        if (bytes.Length == 0)
        {
            return (new T(), null);
        }

        try
        {
            return (JsonSerializer.Deserialize<T>(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), Options) ?? new T(), null);
        }
        catch (JsonException error)
        {
            // Where it is wrong, and not what the serializer says of types.
            var place = string.IsNullOrEmpty(error.Path) ? "$" : error.Path;
            return (new T(), ElsaErrors.Validation(context, [new($"{NotReadable.Fr} ({place})", $"{NotReadable.En} ({place})")]));
        }
    }

    public static JsonElement? OrNull(this JsonElement value) => value.IsSet() ? value : null;

    // Elsa's clients write enumerations as names or as numbers.
    private sealed class TextOrNumberConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number ? System.Text.Encoding.UTF8.GetString(reader.ValueSpan) : reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

        // Keys of dictionaries go through the converter too.
        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString() ?? "";

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
    }
}

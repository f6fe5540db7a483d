using System.Text.Json;

namespace Hub.Workflows.Http;

/// <summary>What came of an <see cref="HttpCall"/>. It travels as JSON when an effect's bookmark is resumed.</summary>
/// <param name="Outcome">Whether there is an answer.</param>
/// <param name="StatusCode">Status of the answer, or 0.</param>
/// <param name="Headers">Headers of the answer.</param>
/// <param name="Body">Parsed body: JSON as a value, text as a string; not set when empty.</param>
public sealed record HttpCallResult(HttpCallOutcome Outcome, int StatusCode, IReadOnlyList<KeyValuePair<string, string>> Headers, JsonElement Body)
{
    /// <summary>The result as the JSON that resumes an effect's bookmark.</summary>
    public JsonElement ToJson() => JsonValues.Write(this, static (writer, result) =>
    {
        writer.WriteStartObject();
        writer.WriteString("outcome", result.Outcome.ToString());
        writer.WriteNumber("statusCode", result.StatusCode);
        writer.WriteStartObject("headers");
        foreach (var group in result.Headers.GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase))
        {
            writer.WriteStartArray(group.Key);
            foreach (var header in group)
            {
                writer.WriteStringValue(header.Value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        if (result.Body.IsSet())
        {
            writer.WritePropertyName("body");
            result.Body.WriteTo(writer);
        }

        writer.WriteEndObject();
    });
}

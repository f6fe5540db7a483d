using System.Text.Json;

namespace Hub.Workflows.Http;

/// <summary>What came of an <see cref="HttpCall"/>. It travels as JSON when an effect's bookmark is resumed.</summary>
/// <param name="Outcome">Whether there is an answer.</param>
/// <param name="StatusCode">Status of the answer, or 0.</param>
/// <param name="Headers">Headers of the answer.</param>
/// <param name="Body">Parsed body: JSON as a value, text as a string; not set when empty.</param>
/// <param name="IsUnknown">There is no answer, but the call, which may change something, had begun to leave: nobody here knows whether it took place.</param>
public sealed record HttpCallResult(HttpCallOutcome Outcome, int StatusCode, IReadOnlyList<KeyValuePair<string, string>> Headers, JsonElement Body, bool IsUnknown = false)
{
    /// <summary>The result as the JSON that resumes an effect's bookmark.</summary>
    public JsonElement ToJson() => JsonValues.Write(this, static (writer, result) =>
    {
        writer.WriteStartObject();
        writer.WriteString("outcome"u8, result.Outcome.ToString());
        writer.WriteNumber("statusCode"u8, result.StatusCode);
        writer.WritePropertyName("headers"u8);
        HttpHeaderList.Write(result.Headers, writer);
        if (result.IsUnknown)
        {
            writer.WriteBoolean("unknown"u8, true);
        }

        if (result.Body.IsSet())
        {
            writer.WritePropertyName("body"u8);
            result.Body.CopyTo(writer);
        }

        writer.WriteEndObject();
    });

    /// <summary>Outcome, status, and whether the outcome is unknown, in what <see cref="ToJson"/> wrote.</summary>
    public static (HttpCallOutcome Outcome, int StatusCode, bool IsUnknown) Judge(JsonElement json) => (
        Enum.TryParse<HttpCallOutcome>(json.Own("outcome").AsText(), out var outcome) ? outcome : HttpCallOutcome.FailedToConnect,
        json.Own("statusCode") is { ValueKind: JsonValueKind.Number } status && status.TryGetInt32(out var code) ? code : 0,
        json.Own("unknown").ValueKind == JsonValueKind.True);
}

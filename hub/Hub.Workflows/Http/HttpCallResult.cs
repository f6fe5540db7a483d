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
        writer.WritePropertyName("headers");
        HttpHeaderList.Write(result.Headers, writer);
        if (result.Body.IsSet())
        {
            writer.WritePropertyName("body");
            result.Body.CopyTo(writer);
        }

        writer.WriteEndObject();
    });

    /// <summary>Outcome and status in what <see cref="ToJson"/> wrote.</summary>
    public static (HttpCallOutcome Outcome, int StatusCode) Judge(JsonElement json) => (
        Enum.TryParse<HttpCallOutcome>(json.Member("outcome").AsText(), out var outcome) ? outcome : HttpCallOutcome.FailedToConnect,
        json.Member("statusCode") is { ValueKind: JsonValueKind.Number } status && status.TryGetInt32(out var code) ? code : 0);
}

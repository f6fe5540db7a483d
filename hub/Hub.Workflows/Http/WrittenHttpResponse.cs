using System.Text.Json;

namespace Hub.Workflows.Http;

/// <summary>The HTTP response that WriteHttpResponse wrote.</summary>
/// <param name="StatusCode">Status.</param>
/// <param name="ContentType">Media type, chosen from the content when the workflow gave none.</param>
/// <param name="Headers">Further headers.</param>
/// <param name="Content">Body: a string as it is, anything else as JSON; not set means none.</param>
public sealed record WrittenHttpResponse(int StatusCode, string? ContentType, IReadOnlyList<KeyValuePair<string, string>> Headers, JsonElement Content)
{
    /// <summary>The files to answer with instead of the content; null for none.</summary>
    public WrittenFile? File { get; init; }
}

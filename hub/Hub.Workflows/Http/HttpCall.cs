using System.Text.Json;

namespace Hub.Workflows.Http;

/// <summary>An HTTP request that an activity wants made.</summary>
/// <param name="Method">Method in upper case.</param>
/// <param name="Url">Absolute address.</param>
/// <param name="Headers">Header names and values, in order.</param>
/// <param name="Content">Body: a string as it is, anything else as JSON; not set means none.</param>
/// <param name="ContentType">Media type of the body; null lets the caller choose by the body's kind.</param>
/// <param name="Authorization">Value of the Authorization header; null means none. Never stored in the instance or shown.</param>
public sealed record HttpCall(string Method, string Url, IReadOnlyList<KeyValuePair<string, string>> Headers, JsonElement Content, string? ContentType, string? Authorization);

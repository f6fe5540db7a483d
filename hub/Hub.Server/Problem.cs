using System.Text.Json;

namespace Hub.Server;

/// <summary>
/// Why something was refused, for the person who reads it: what was expected, what came, where, and how to mend it.
/// Each edge writes it in its own form (RFC 9457 over HTTP, a status over gRPC). Never holds personal data.
/// </summary>
/// <param name="Status">The HTTP status that fits.</param>
/// <param name="Code">A stable word for programs, such as <c>invalid-payload</c>; ends the problem's <c>type</c> URI.</param>
public sealed record Problem(int Status, string Code, LocalizedText Title, LocalizedText Detail)
{
    /// <summary>Each mistake in the payload, with its place.</summary>
    public IReadOnlyList<PayloadError> Errors { get; init; } = [];

    /// <summary>When it makes sense to try again; absent where it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>One mistake in a payload.</summary>
/// <param name="InstanceLocation">JSON Pointer (RFC 6901) to the value.</param>
/// <param name="KeywordLocation">JSON Pointer to the schema keyword that refused it.</param>
public sealed record PayloadError(string InstanceLocation, string KeywordLocation, LocalizedText Message)
{
    /// <summary>A generated document that shows it; not set where there is none. Never somebody's.</summary>
    public JsonElement Witness { get; init; }
}

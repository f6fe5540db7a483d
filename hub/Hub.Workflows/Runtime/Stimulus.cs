using System.Security.Cryptography;
using System.Text.Json;
using Hub.Expressions;

namespace Hub.Workflows.Runtime;

/// <summary>What a sender and a waiting activity have in common: a name and members, hashed so that a store can look them up.</summary>
/// <remarks>
/// The hash is the same in every process and version of the hub: SHA-256 over the name, the members sorted by their camelCase name,
/// and the execution's id where only that one is meant; its first 16 bytes as lower-case hexadecimal.
/// </remarks>
public static class Stimulus
{
    /// <summary>Name of event stimuli.</summary>
    public const string Event = "Elsa.Event";

    /// <summary>Name of HTTP endpoint stimuli.</summary>
    public const string HttpEndpoint = "Elsa.HttpEndpoint";

    /// <summary>The hash by which bookmarks and triggers are found.</summary>
    /// <param name="name">Stimulus name.</param>
    /// <param name="stimulus">The members that must match; not set means none.</param>
    /// <param name="activityInstanceId">The execution meant, or null for any.</param>
    public static string Hash(string name, JsonElement stimulus = default, string? activityInstanceId = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        using var sink = JsonSink.Take();
        var writer = sink.Writer;
        writer.WriteStartArray();
        writer.WriteStringValue(name);
        WriteSorted(name == HttpEndpoint ? WithShape(stimulus) : stimulus, writer, 0);
        if (activityInstanceId is not null)
        {
            writer.WriteStringValue(activityInstanceId);
        }

        writer.WriteEndArray();
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(sink.Written, digest);
        return Convert.ToHexStringLower(digest[..16]);
    }

    /// <summary>The members of an event stimulus. Event names are compared exactly.</summary>
    public static JsonElement ForEvent(string eventName) => JsonValues.Object(("eventName", JsonValues.From(eventName)));

    /// <summary>The members of an HTTP endpoint stimulus: path as <c>/p</c> in lower case, method in lower case.</summary>
    /// <param name="path">Route template relative to the base path of workflows, with or without slashes around it.</param>
    /// <param name="method">HTTP method.</param>
    public static JsonElement ForHttpEndpoint(string path, string method)
    {
        ArgumentNullException.ThrowIfNull(method);
#pragma warning disable CA1308 // Elsa's contract writes methods and routes in lower case
        return JsonValues.Object(("path", JsonValues.From(NormalizePath(path))), ("method", JsonValues.From(method.Trim().ToLowerInvariant())));
#pragma warning restore CA1308
    }

    /// <summary>A route as <c>/p</c>: one leading slash, none trailing, lower case (routes match without regard to case).</summary>
    public static string NormalizePath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
#pragma warning disable CA1308 // Elsa's contract writes methods and routes in lower case
        return "/" + path.Trim().Trim('/').ToLowerInvariant();
#pragma warning restore CA1308
    }

    /// <summary>
    /// A route without the names of its parameters: <c>/orders/{id}</c> is <c>/orders/{}</c>, a parameter that takes the rest is
    /// <c>{**}</c>. Routes of one shape match the same paths, so this is what is hashed; a path without parameters is its own shape.
    /// </summary>
    public static string RouteShape(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Contains('{', StringComparison.Ordinal)
            ? string.Join('/', path.Split('/').Select(segment => segment.StartsWith("{*", StringComparison.Ordinal) ? "{**}" : segment.Contains('{', StringComparison.Ordinal) ? "{}" : segment))
            : path;
    }

    private static JsonElement WithShape(JsonElement stimulus) =>
        stimulus.Member("path").AsText() is { } path && path.Contains('{', StringComparison.Ordinal)
            ? JsonValues.Object(("path", JsonValues.From(RouteShape(path))), ("method", stimulus.Member("method")))
            : stimulus;

    /// <summary>What a trigger or bookmark stores: the members that are hashed, followed by the settings for the host.</summary>
    internal static JsonElement Payload(JsonElement stimulus, JsonElement settings)
    {
        if (settings.ValueKind != JsonValueKind.Object)
        {
            return stimulus;
        }

        return JsonValues.Write((stimulus, settings), static (writer, both) =>
        {
            writer.WriteStartObject();
            foreach (var part in (ReadOnlySpan<JsonElement>)[both.stimulus, both.settings])
            {
                if (part.ValueKind == JsonValueKind.Object)
                {
                    foreach (var member in part.EnumerateObject())
                    {
                        member.WriteTo(writer);
                    }
                }
            }

            writer.WriteEndObject();
        });
    }

    // A stimulus is a handful of members; the depth bound only guards against a hostile payload.
    private static void WriteSorted(JsonElement value, Utf8JsonWriter writer, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined:
                writer.WriteNullValue();
                break;
            case JsonValueKind.Object when depth < 32:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().Where(member => !member.Value.IsNothing()).OrderBy(member => CamelCase(member.Name), StringComparer.Ordinal))
                {
                    writer.WritePropertyName(CamelCase(member.Name));
                    WriteSorted(member.Value, writer, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array when depth < 32:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteSorted(item, writer, depth + 1);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static string CamelCase(string name) => name.Length > 0 && char.IsUpper(name[0]) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
}

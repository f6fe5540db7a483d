using System.Text.Json;

namespace Hub.Connectors.Sdk;

/// <summary>Something that the hub asks the connector to do or to look up.</summary>
public sealed record Command
{
    /// <summary>Identifies what is answered; the same when it is sent again.</summary>
    public required string Id { get; init; }

    /// <summary>The manifest's operation.</summary>
    public required string Operation { get; init; }

    /// <summary>Does not depend on the attempt. Pass it on to the business software wherever that takes one.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>JSON, valid against the operation's input schema.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>1 for the first delivery.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>When the token fires; null for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    public MessageContext Context { get; init; } = MessageContext.Empty;

    /// <summary>
    /// True when an earlier attempt with this key was started and its outcome is not known (the process died, the handler threw, or it answered
    /// <see cref="Outcome.Unknown"/>). Its effect may have taken place: ask the business software before doing it again.
    /// </summary>
    public bool IsRecovery { get; init; }

    /// <summary>The payload as a type of yours. Names are matched in camel case.</summary>
    /// <exception cref="JsonException">The payload does not fit the type.</exception>
    public T Read<T>() => JsonSerializer.Deserialize<T>(Payload.Span, JsonSerializerOptions.Web)
        ?? throw new JsonException($"The payload of \"{Operation}\" is null, and {typeof(T).Name} was expected.");

    /// <summary>The payload as a JSON element that needs no disposal.</summary>
    public JsonElement ReadJson() => Read<JsonElement>();
}

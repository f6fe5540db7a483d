using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.Connectors.Sdk;

/// <summary>How a command ended: done, failed, or nobody can tell.</summary>
public sealed record Outcome
{
    private Outcome()
    {
    }

    /// <summary>JSON of a done command; empty otherwise.</summary>
    public ReadOnlyMemory<byte> Payload { get; private init; }

    /// <summary>Null for a done command.</summary>
    public string? Code { get; private init; }

    public string Message { get; private init; } = string.Empty;

    public bool IsRetryable { get; private init; }

    public bool IsUnknown { get; private init; }

    public TimeSpan? RetryAfter { get; private init; }

    public bool IsDone => Code is null;

    /// <summary>Done, with nothing to say: an empty object.</summary>
    public static Outcome Done() => Done("{}"u8.ToArray());

    /// <summary>Done, with JSON that is valid against the operation's output schema.</summary>
    public static Outcome Done(ReadOnlyMemory<byte> json) => new() { Payload = json };

    public static Outcome Done(JsonNode json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return Done(JsonSerializer.SerializeToUtf8Bytes(json));
    }

    /// <summary>Done, with an object written as JSON, its names in camel case.</summary>
    public static Outcome Done(object result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Done(JsonSerializer.SerializeToUtf8Bytes(result, JsonSerializerOptions.Web));
    }

    /// <summary>Not done, and nothing changed in the business software.</summary>
    /// <param name="code">One of the manifest's errors, or unavailable, timeout, invalid, internal.</param>
    /// <param name="message">For the officer who reads it. No personal data.</param>
    /// <param name="retryable">True: sending it again later may succeed.</param>
    /// <param name="retryAfter">Wait at least this long before that; null for the hub's own back-off.</param>
    public static Outcome Failed(string code, string message, bool retryable = false, TimeSpan? retryAfter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        return new Outcome { Code = code, Message = message, IsRetryable = retryable, RetryAfter = retryAfter };
    }

    /// <summary>
    /// Nobody can tell whether the effect took place, for example because the connection broke while waiting for the answer.
    /// The next delivery of the same key has <see cref="Command.IsRecovery"/> set.
    /// </summary>
    public static Outcome Unknown(string message, string code = "timeout", bool retryable = true, TimeSpan? retryAfter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        return new Outcome { Code = code, Message = message, IsRetryable = retryable, IsUnknown = true, RetryAfter = retryAfter };
    }

    internal static Outcome FromWire(V1.Reply reply) => reply.Failure is { } failure
        ? new Outcome
        {
            Code = failure.Code,
            Message = failure.Message,
            IsRetryable = failure.Retryable,
            IsUnknown = failure.OutcomeUnknown,
            RetryAfter = failure.RetryAfterMs > 0 ? TimeSpan.FromMilliseconds(failure.RetryAfterMs) : null,
        }
        : Done(reply.Payload.Memory);

    internal V1.Reply ToWire(string commandId)
    {
        var reply = new V1.Reply { CommandId = commandId };
        if (Code is null)
        {
            reply.Payload = Google.Protobuf.ByteString.CopyFrom(Payload.Span);
        }
        else
        {
            reply.Failure = new V1.Failure
            {
                Code = Code,
                Message = Message,
                Retryable = IsRetryable,
                OutcomeUnknown = IsUnknown,
                RetryAfterMs = (ulong)Math.Max(0, RetryAfter?.TotalMilliseconds ?? 0),
            };
        }

        return reply;
    }
}

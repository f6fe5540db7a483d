namespace Hub.Server.Exchange;

/// <summary>How the exchange answers whoever handed it a message.</summary>
public sealed record ExchangeAnswer
{
    private static readonly ExchangeAnswer Empty = new();

    /// <summary>Why the message was refused; null when it was taken.</summary>
    public Problem? Problem { get; private init; }

    /// <summary>The JSON to answer with; empty where the caller expects none.</summary>
    public ReadOnlyMemory<byte> Reply { get; private init; }

    /// <summary>True when the message was handled before and this is its first answer again.</summary>
    public bool IsRepeat { get; private init; }

    public bool IsAccepted => Problem is null;

    public static ExchangeAnswer Accepted(ReadOnlyMemory<byte> reply = default) => reply.IsEmpty ? Empty : new() { Reply = reply };

    public static ExchangeAnswer Repeated(ReadOnlyMemory<byte> reply) => new() { Reply = reply, IsRepeat = true };

    public static ExchangeAnswer Refused(Problem problem) => new() { Problem = problem };
}

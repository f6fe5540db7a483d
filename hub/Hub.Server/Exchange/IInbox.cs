namespace Hub.Server.Exchange;

/// <summary>The Idempotent Receiver's memory: which messages were handled, and what was answered. Kept for 30 days.</summary>
public interface IInbox
{
    /// <summary>The earlier answer to this message, or null when it was never handled.</summary>
    InboxEntry? Find(MessageId messageId);
}

/// <param name="ContentHash">SHA-256 of the content that came first: the same id with other content is somebody's mistake.</param>
/// <param name="Reply">The JSON that was answered; empty for messages without an answer.</param>
public sealed record InboxEntry(byte[] ContentHash, byte[] Reply);

/// <summary>Records a message as handled. Its key is the test: when it is there already, the unit of work is not written.</summary>
/// <param name="Exchange">Gives the reply at the time of writing: the recipient sets it after this change was collected.</param>
public sealed record RecordInInbox(MessageId MessageId, byte[] ContentHash, MessageExchange Exchange, DateTimeOffset At) : IChange
{
    public ReadOnlyMemory<byte> Reply => Exchange.Answer.Reply;
}

/// <summary>Forgets messages handled before a time; the hub keeps 30 days, because a payment service or a citizen tries again for days.</summary>
public sealed record ForgetInboxBefore(DateTimeOffset Before) : IChange;

namespace Hub.Server.Exchange.DeadLetters;

/// <summary>What the interface tells of a dead letter to whoever may see that it is there: nothing of its content.</summary>
internal class ListedDeadLetter(DeadLetter letter)
{
    public string Id { get; } = letter.Id;

    public DeadLetterKind Kind { get; } = letter.Kind;

    public string System { get; } = letter.System;

    public string Operation { get; } = letter.Operation;

    public string Code { get; } = letter.Code;

    public LocalizedText Reason { get; } = letter.Reason;

    public string? Pointer { get; } = letter.Pointer;

    public string? JourneyId { get; } = letter.JourneyId?.Value;

    public int Attempts { get; } = letter.Attempts;

    public DateTimeOffset At { get; } = letter.At;

    /// <summary>Of the message, in bytes.</summary>
    public int Size { get; } = letter.Original.Length;
}

/// <summary>The same with its bytes, for whoever may read them.</summary>
internal sealed class OpenedDeadLetter(DeadLetter letter) : ListedDeadLetter(letter)
{
    public KeptBytes Original { get; } = new(letter.Original.Length, Convert.ToBase64String(letter.Original.Span));

    public KeptBytes? Reply { get; } = letter.RefusedReply() is { } reply ? new(reply.Size, Convert.ToBase64String(reply.Bytes.Span)) : null;
}

/// <param name="Size">As they came; a long answer is kept only in part.</param>
internal sealed record KeptBytes(int Size, string Base64);

namespace Hub.Server.Exchange.Outbox;

/// <summary>A connector's answer that could not be taken, kept for whoever has to find out why.</summary>
/// <param name="Size">How long it was, in bytes.</param>
/// <param name="Bytes">Its first <see cref="MostBytes"/>, as they came.</param>
public sealed record KeptReply(int Size, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>64 KiB: more shows no more of what is wrong, and each failed attempt holds one.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>A copy: the bytes belong to the session that they came by.</summary>
    public static KeptReply Of(ReadOnlyMemory<byte> reply) => new(reply.Length, reply[..Math.Min(reply.Length, MostBytes)].ToArray());
}

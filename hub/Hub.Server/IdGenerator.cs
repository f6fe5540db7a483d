using System.Security.Cryptography;

namespace Hub.Server;

/// <summary>
/// Makes the hub's identifiers: 32 hexadecimal digits that sort by time (UUID version 7, RFC 9562 §5.7), so that new rows
/// land at the end of an index, and short codes that a person can read aloud at a counter.
/// </summary>
public sealed class IdGenerator(TimeProvider clock)
{
    // Crockford's base 32 without the letters that a person mishears or misreads.
    private const string CodeAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    public string NewId() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");

    /// <summary>A hand-over code such as <c>7KQ4-2MXZ</c>: 8 characters out of 30, about 39 bits, from the system's secure source.</summary>
    public string NewHandOverCode()
    {
        var text = RandomNumberGenerator.GetString(CodeAlphabet, 8);
        return $"{text[..4]}-{text[4..]}";
    }
}

using System.Buffers.Binary;
using System.Globalization;
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

    private readonly Lock turn = new();

    // Drawn for many identifiers at once: the secure source costs several system calls each time, however little is asked of it.
    private readonly byte[] block = new byte[512];
    private Memory<byte> drawn;
    private long millisecond;
    private int counter;

    /// <summary>Greater than every identifier that this generator made before, also within one millisecond.</summary>
    public string NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        var (at, number) = Next(bytes[8..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (at << 16) | 0x7000 | (long)number);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>
    /// Goes on after an identifier that an earlier run made, so that identifiers still grow when the machine's clock was set back
    /// in between. What is not such an identifier, or lies years ahead, is left out: one strange row must not move the time away.
    /// </summary>
    public void ContinueAfter(string earlier)
    {
        if (earlier.Length != 32 || earlier[12] != '7' || !long.TryParse(earlier.AsSpan(0, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var at)
            || at > clock.GetUtcNow().AddYears(2).ToUnixTimeMilliseconds())
        {
            return;
        }

        lock (turn)
        {
            if (at >= millisecond)
            {
                (millisecond, counter) = (at + 1, 0);
            }
        }
    }

    /// <summary>A hand-over code such as <c>7KQ4-2MXZ</c>: 8 characters out of 30, about 39 bits, from the system's secure source.</summary>
    public string NewHandOverCode()
    {
        var text = RandomNumberGenerator.GetString(CodeAlphabet, 8);
        return $"{text[..4]}-{text[4..]}";
    }

    // RFC 9562 §6.2, method 1: the 12 bits after the version count within a millisecond; past their end the time runs ahead.
    private (long At, int Number) Next(Span<byte> random)
    {
        lock (turn)
        {
            if (drawn.IsEmpty)
            {
                RandomNumberGenerator.Fill(block);
                drawn = block;
            }

            drawn.Span[..random.Length].CopyTo(random);
            drawn = drawn[random.Length..];
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            if (now > millisecond)
            {
                (millisecond, counter) = (now, RandomNumberGenerator.GetInt32(0x400));
            }
            else if (++counter > 0xfff)
            {
                (millisecond, counter) = (millisecond + 1, 0);
            }

            return (millisecond, counter);
        }
    }
}

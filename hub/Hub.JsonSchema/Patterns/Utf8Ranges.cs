namespace Hub.JsonSchema.Patterns;

/// <summary>The UTF-8 texts of a set of code points, as rows of byte ranges: U+0080…U+07FF is C2…DF, 80…BF (RFC 3629, section 3).</summary>
internal static class Utf8Ranges
{
    private static readonly int[] LastOfLength = [0x7F, 0x7FF, 0xFFFF, 0x10FFFF];

    public static IEnumerable<(byte From, byte To)[]> Of(CodePointSet set) => set.Ranges.SelectMany(range => Split(range.From, range.To));

    /// <summary>Splits until the bytes at each place are one range whatever the others are.</summary>
    private static IEnumerable<(byte From, byte To)[]> Split(int from, int to)
    {
        foreach (var last in LastOfLength)
        {
            if (from <= last && last < to)
            {
                return Split(from, last).Concat(Split(last + 1, to));
            }
        }

        for (var bits = 6; bits <= 18; bits += 6)
        {
            var low = (1 << bits) - 1;
            if ((from & ~low) == (to & ~low) || to <= 0x7F)
            {
                continue;
            }

            if ((from & low) != 0)
            {
                return Split(from, from | low).Concat(Split((from | low) + 1, to));
            }

            if ((to & low) != low)
            {
                return Split(from, (to & ~low) - 1).Concat(Split(to & ~low, to));
            }
        }

        return [[.. Encode(from).Zip(Encode(to))]];
    }

    // Surrogates too: an escaped one that stands alone is a character of its own, of three bytes.
    private static byte[] Encode(int code) => code switch
    {
        < 0x80 => [(byte)code],
        < 0x800 => [(byte)(0xC0 | (code >> 6)), Continuation(code)],
        < 0x10000 => [(byte)(0xE0 | (code >> 12)), Continuation(code >> 6), Continuation(code)],
        _ => [(byte)(0xF0 | (code >> 18)), Continuation(code >> 12), Continuation(code >> 6), Continuation(code)],
    };

    private static byte Continuation(int bits) => (byte)(0x80 | (bits & 0x3F));
}

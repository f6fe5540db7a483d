namespace Hub.JsonSchema.Patterns;

/// <summary>
/// A pattern that is a row of ASCII sets, each with its number of times, such as <c>^[0-9]{5}$</c> or <c>^x-</c>: matched on the UTF-8 bytes
/// in one go. It takes only rows where the longest run is always the right one, because no set meets the one that may follow.
/// </summary>
internal sealed class AsciiRuns
{
    private readonly (UInt128 Set, int Least, int Most)[] _runs;
    private readonly bool _toEnd;

    private AsciiRuns((UInt128 Set, int Least, int Most)[] runs, bool toEnd)
    {
        _runs = runs;
        _toEnd = toEnd;
    }

    /// <summary>Null when the pattern is of another kind.</summary>
    public static AsciiRuns? From(PatternPart pattern)
    {
        if (pattern is not SequencePart { Parts: [AnchorPart { Kind: Anchor.Start }, ..] parts })
        {
            return null;
        }

        var toEnd = parts[^1] is AnchorPart { Kind: Anchor.End };
        var runs = new List<(UInt128 Set, int Least, int Most)>();
        foreach (var part in parts.Skip(1).Take(parts.Count - (toEnd ? 2 : 1)))
        {
            var (inner, least, most) = part is RepeatPart repeat ? (repeat.Inner, repeat.Least, repeat.Most ?? int.MaxValue) : (part, 1, 1);
            if (inner is not CharacterPart { Set: { IsAscii: true } set })
            {
                return null;
            }

            runs.Add((Bits(set), least, most));
        }

        return IsUnambiguous(runs) ? new AsciiRuns([.. runs], toEnd) : null;
    }

    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        var at = 0;
        foreach (var (set, least, most) in _runs)
        {
            var start = at;
            while (at < text.Length && at - start < most && text[at] < 0x80 && (set >> text[at] & 1) != 0)
            {
                at++;
            }

            if (at - start < least)
            {
                return false;
            }
        }

        return !_toEnd || at == text.Length;
    }

    private static bool IsUnambiguous(List<(UInt128 Set, int Least, int Most)> runs)
    {
        for (var i = 0; i < runs.Count; i++)
        {
            if (runs[i].Least == runs[i].Most)
            {
                continue;
            }

            for (var next = i + 1; next < runs.Count; next++)
            {
                if ((runs[i].Set & runs[next].Set) != 0)
                {
                    return false;
                }

                if (runs[next].Least > 0)
                {
                    break;
                }
            }
        }

        return true;
    }

    private static UInt128 Bits(CodePointSet set)
    {
        UInt128 bits = 0;
        for (var code = 0; code < 128; code++)
        {
            bits |= set.Contains(code) ? UInt128.One << code : 0;
        }

        return bits;
    }
}

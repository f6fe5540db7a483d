using System.Buffers;
using System.Text;

namespace Hub.JsonSchema.Patterns;

/// <summary>
/// A pattern that is a row of character sets, each with its number of times, such as <c>^[0-9]{5}$</c>, <c>^x-</c> or <c>\S</c>: matched
/// on the UTF-8 bytes in one go. It takes only rows where the longest run is always the right one, because no set meets the one that may follow.
/// </summary>
internal sealed class SetRuns
{
    private readonly Run[] _runs;
    private readonly bool _fromStart;
    private readonly bool _toEnd;

    private SetRuns(Run[] runs, bool fromStart, bool toEnd)
    {
        _runs = runs;
        _fromStart = fromStart;
        _toEnd = toEnd;
    }

    /// <summary>Null when the pattern is of another kind.</summary>
    public static SetRuns? From(PatternPart pattern)
    {
        if (pattern is not SequencePart { Parts: var parts })
        {
            return null;
        }

        var fromStart = parts.Count > 0 && parts[0] is AnchorPart { Kind: Anchor.Start };
        var toEnd = parts.Count > (fromStart ? 1 : 0) && parts[^1] is AnchorPart { Kind: Anchor.End };
        var runs = new List<Run>();
        foreach (var part in parts.Skip(fromStart ? 1 : 0).SkipLast(toEnd ? 1 : 0))
        {
            var (inner, least, most) = part is RepeatPart repeat ? (repeat.Inner, repeat.Least, repeat.Most ?? int.MaxValue) : (part, 1, 1);
            if (inner is not CharacterPart { Set: var set })
            {
                return null;
            }

            runs.Add(new Run(set, least, most));
        }

        // Searching anywhere stays linear only for a single character.
        var anywhere = !fromStart && !toEnd && runs is [{ Least: 1 }];
        return anywhere || (fromStart && IsUnambiguous(runs)) ? new SetRuns([.. runs], fromStart, toEnd) : null;
    }

    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        if (!_fromStart)
        {
            return Contains(text, _runs[0]);
        }

        foreach (var run in _runs)
        {
            var count = 0;
            while (count < run.Most && !text.IsEmpty && run.Takes(text, out var length))
            {
                text = text[length..];
                count++;
            }

            if (count < run.Least)
            {
                return false;
            }
        }

        return !_toEnd || text.IsEmpty;
    }

    private static bool Contains(ReadOnlySpan<byte> text, Run run)
    {
        while (!text.IsEmpty)
        {
            if (run.Takes(text, out var length))
            {
                return true;
            }

            text = text[length..];
        }

        return false;
    }

    private static bool IsUnambiguous(List<Run> runs)
    {
        for (var i = 0; i < runs.Count; i++)
        {
            if (runs[i].Least == runs[i].Most)
            {
                continue;
            }

            for (var next = i + 1; next < runs.Count; next++)
            {
                if (runs[i].Set.Meets(runs[next].Set))
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

    private sealed class Run(CodePointSet set, int least, int most)
    {
        private readonly UInt128 _ascii = Bits(set);

        public CodePointSet Set => set;

        public int Least => least;

        public int Most => most;

        /// <summary>Whether the first character of the text is of the set, and how long it is.</summary>
        public bool Takes(ReadOnlySpan<byte> text, out int length)
        {
            length = 1;
            if (text[0] < 0x80)
            {
                return ((_ascii >> text[0]) & 1) != 0;
            }

            return Rune.DecodeFromUtf8(text, out var rune, out length) == OperationStatus.Done && set.Contains(rune.Value);
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
}

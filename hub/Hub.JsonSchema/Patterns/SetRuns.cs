using System.Buffers;
using System.Text;

namespace Hub.JsonSchema.Patterns;

/// <summary>
/// A pattern that is a row of character sets, each with its number of times, such as <c>^[0-9]{5}$</c>, <c>^x-</c> or <c>\S</c>: matched
/// on the UTF-8 bytes in one go. It takes only rows where the longest run is always the right one, because no set meets the one that may follow.
/// </summary>
internal sealed class SetRuns
{
    // From so many characters on, finding the end of a run many bytes at a time gains more than it costs to begin.
    private const int Long = 32;

    private readonly Run[] _runs;
    private readonly bool _fromStart;
    private readonly bool _toEnd;

    private SetRuns(Run[] runs, bool fromStart, bool toEnd)
    {
        _runs = runs;
        _fromStart = fromStart;
        _toEnd = toEnd;
    }

    /// <summary>Whether one of the runs may be long.</summary>
    public bool HasLongRuns => Array.Exists(_runs, run => run.Most >= Long);

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
            var length = run.Take(text);
            if (length < 0)
            {
                return false;
            }

            text = text[length..];
        }

        return !_toEnd || text.IsEmpty;
    }

    private static bool Contains(ReadOnlySpan<byte> text, Run run)
    {
        while (!text.IsEmpty)
        {
            if (run.Holds(text, out var length))
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

    private sealed class Run
    {
        private readonly bool[] _ascii = new bool[128];
        private readonly SearchValues<byte>? _onlyAscii;

        public Run(CodePointSet set, int least, int most)
        {
            Set = set;
            Least = least;
            Most = most;
            for (var code = 0; code < _ascii.Length; code++)
            {
                _ascii[code] = set.Contains(code);
            }

            if (set.Ranges.Count == 0 || set.Ranges[^1].To < _ascii.Length)
            {
                _onlyAscii = SearchValues.Create([.. Enumerable.Range(0, _ascii.Length).Where(code => _ascii[code]).Select(code => (byte)code)]);
            }
        }

        public CodePointSet Set { get; }

        public int Least { get; }

        public int Most { get; }

        /// <summary>The bytes of the longest run at the start of the text; -1 when it is too short.</summary>
        public int Take(ReadOnlySpan<byte> text)
        {
            if (_onlyAscii is not null)
            {
                var end = text.IndexOfAnyExcept(_onlyAscii);
                var taken = Math.Min(end < 0 ? text.Length : end, Most);
                return taken < Least ? -1 : taken;
            }

            var (count, at) = (0, 0);
            while (count < Most && at < text.Length && Holds(text[at..], out var length))
            {
                at += length;
                count++;
            }

            return count < Least ? -1 : at;
        }

        /// <summary>Whether the first character of the text is of the set, and how long it is.</summary>
        public bool Holds(ReadOnlySpan<byte> text, out int length)
        {
            length = 1;
            if (text[0] < 0x80)
            {
                return _ascii[text[0]];
            }

            return Rune.DecodeFromUtf8(text, out var rune, out length) == OperationStatus.Done && Set.Contains(rune.Value);
        }
    }
}

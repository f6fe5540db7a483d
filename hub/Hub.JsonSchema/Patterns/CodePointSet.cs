using System.Globalization;
using System.Text;

namespace Hub.JsonSchema.Patterns;

/// <summary>A set of Unicode code points, as sorted ranges that do not touch.</summary>
internal sealed class CodePointSet
{
    private const int Last = 0x10FFFF;

    private readonly List<(int From, int To)> _ranges;

    private CodePointSet(List<(int From, int To)> ranges) => _ranges = ranges;

    public static CodePointSet Digits { get; } = Of(('0', '9'));

    public static CodePointSet Word { get; } = Of(('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z'));

    /// <summary>WhiteSpace and LineTerminator of ECMA-262, sections 12.2 and 12.3.</summary>
    public static CodePointSet Space { get; } = Of(
        (9, 13), (32, 32), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF));

    public static CodePointSet LineEnds { get; } = Of((10, 10), (13, 13), (0x2028, 0x2029));

    public IReadOnlyList<(int From, int To)> Ranges => _ranges;

    /// <summary>Holds every code point beyond the first 65,536.</summary>
    public bool HasAllAstral => _ranges.Count > 0 && _ranges[^1] is var (from, to) && from <= 0x10000 && to == Last;

    public static CodePointSet Of(params (int From, int To)[] ranges) => new(Normalise([.. ranges]));

    public static CodePointSet OfCategories(Func<UnicodeCategory, bool> included)
    {
        var ranges = new List<(int From, int To)>();
        for (var code = 0; code <= Last; code++)
        {
            if (included(CharUnicodeInfo.GetUnicodeCategory(code)))
            {
                if (ranges.Count > 0 && ranges[^1].To == code - 1)
                {
                    ranges[^1] = (ranges[^1].From, code);
                }
                else
                {
                    ranges.Add((code, code));
                }
            }
        }

        return new CodePointSet(ranges);
    }

    public static CodePointSet Union(IEnumerable<CodePointSet> sets) => new(Normalise([.. sets.SelectMany(set => set._ranges)]));

    public CodePointSet Complement()
    {
        var ranges = new List<(int From, int To)>();
        var next = 0;
        foreach (var (from, to) in _ranges)
        {
            if (from > next)
            {
                ranges.Add((next, from - 1));
            }

            next = to + 1;
        }

        if (next <= Last)
        {
            ranges.Add((next, Last));
        }

        return new CodePointSet(ranges);
    }

    public bool Contains(int code)
    {
        var (low, high) = (0, _ranges.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (code < _ranges[middle].From)
            {
                high = middle - 1;
            }
            else if (code > _ranges[middle].To)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the two have a code point in common.</summary>
    public bool Meets(CodePointSet other)
    {
        var (i, j) = (0, 0);
        while (i < _ranges.Count && j < other._ranges.Count)
        {
            if (_ranges[i].To < other._ranges[j].From)
            {
                i++;
            }
            else if (other._ranges[j].To < _ranges[i].From)
            {
                j++;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// As .NET writes it, over UTF-16: code points beyond the first 65,536 are pairs of surrogates. With <paramref name="loose"/>, a
    /// set that holds all of those is one class of halves: right only under a star.
    /// </summary>
    public void AppendTo(StringBuilder regex, bool loose)
    {
        var plain = new StringBuilder();
        var pairs = new List<string>();
        foreach (var (from, to) in _ranges)
        {
            // A lone surrogate is no character: keeping the halves out keeps the pairs whole.
            AppendRange(plain, from, Math.Min(to, 0xD7FF));
            AppendRange(plain, Math.Max(from, 0xE000), Math.Min(to, 0xFFFF));
            if (to >= 0x10000 && !HasAllAstral)
            {
                AppendPairs(pairs, Math.Max(from, 0x10000), to);
            }
        }

        if (HasAllAstral)
        {
            pairs.Add(@"[\uD800-\uDBFF][\uDC00-\uDFFF]");
        }

        if (HasAllAstral && loose)
        {
            regex.Append('[').Append(plain).Append(@"\uD800-\uDFFF]");
        }
        else if (pairs.Count == 0)
        {
            _ = plain.Length == 0 ? regex.Append(@"[^\u0000-\uFFFF]") : regex.Append('[').Append(plain).Append(']');
        }
        else
        {
            regex.Append("(?:").AppendJoin('|', pairs);
            _ = plain.Length == 0 ? regex.Append(')') : regex.Append("|[").Append(plain).Append("])");
        }
    }

    private static void AppendRange(StringBuilder builder, int from, int to)
    {
        if (from > to)
        {
            return;
        }

        AppendUnit(builder, from);
        if (to > from)
        {
            builder.Append('-');
            AppendUnit(builder, to);
        }
    }

    private static void AppendUnit(StringBuilder builder, int unit) => builder.Append(CultureInfo.InvariantCulture, $"\\u{unit:X4}");

    private static void AppendPairs(List<string> pairs, int from, int to)
    {
        for (var high = from; high <= to;)
        {
            // One first half at a time, with the range of second halves under it.
            var last = Math.Min(to, high | 0x3FF);
            var (lead, first, second) = (0xD800 + ((high - 0x10000) >> 10), 0xDC00 + (high & 0x3FF), 0xDC00 + (last & 0x3FF));
            pairs.Add(string.Create(CultureInfo.InvariantCulture, $"\\u{lead:X4}[\\u{first:X4}-\\u{second:X4}]"));
            high = last + 1;
        }
    }

    private static List<(int From, int To)> Normalise(List<(int From, int To)> ranges)
    {
        ranges.Sort();
        var merged = new List<(int From, int To)>();
        foreach (var (from, to) in ranges)
        {
            if (merged.Count > 0 && from <= merged[^1].To + 1)
            {
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, to));
            }
            else
            {
                merged.Add((from, to));
            }
        }

        return merged;
    }
}

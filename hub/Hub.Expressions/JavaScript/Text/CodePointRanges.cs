using System.Globalization;
using System.Text;

namespace Hub.Expressions.JavaScript.Text;

/// <summary>A set of code points as ranges, and its form in a .NET pattern, where astral characters are pairs of units.</summary>
internal sealed class CodePointRanges
{
    private readonly List<(int First, int Last)> ranges = [];

    public static CodePointRanges Digits { get; } = Of(('0', '9'));

    public static CodePointRanges Words { get; } = Of(('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_'));

    public static CodePointRanges Blanks { get; } = Of([.. Values.TextClass.WhiteSpace.Select(static c => ((int)c, (int)c))]);

    public static CodePointRanges LineEnds { get; } = Of(('\n', '\n'), ('\r', '\r'), ('\u2028', '\u2029'));

    public bool IsEmpty => ranges.Count == 0;

    public static CodePointRanges Of(params (int First, int Last)[] parts)
    {
        var set = new CodePointRanges();
        set.ranges.AddRange(parts);
        return set;
    }

    public void Add(int first, int last) => ranges.Add((first, last));

    public void Add(CodePointRanges other) => ranges.AddRange(other.ranges);

    public CodePointRanges Complement(int max)
    {
        var result = new CodePointRanges();
        var next = 0;
        foreach (var (first, last) in ranges.OrderBy(static range => range.First))
        {
            if (first > next)
            {
                result.Add(next, first - 1);
            }

            next = Math.Max(next, last + 1);
        }

        if (next <= max)
        {
            result.Add(next, max);
        }

        return result;
    }

    /// <summary>Stands where a pattern must not begin in the middle of a surrogate pair; see <see cref="RegExpPattern.GuardedTranslation"/>.</summary>
    public const char NotAfterHigh = '\u0001';

    /// <summary>Stands where a pattern must not end in the middle of a surrogate pair.</summary>
    public const char NotBeforeLow = '\u0002';

    /// <summary>The pattern that matches one unit of the set, or one outside it.</summary>
    /// <remarks>What is outside is written with <c>[^…]</c>: the other characters spelled out would, ignoring case, bring back those left out.</remarks>
    public string ToPattern(bool negated = false)
    {
        var basic = Basic(0, 0xFFFF);
        return basic.Length == 0 ? (negated ? "[\\u0000-\\uFFFF]" : "(?!)") : $"[{(negated ? "^" : string.Empty)}{basic}]";
    }

    /// <summary>The same for the u flag: one code point, which may be a pair of units, but never half of one.</summary>
    public string ToUnicodePattern(bool negated = false)
    {
        var parts = new List<string>();
        var wanted = negated ? Complement(0x10FFFF) : this;
        foreach (var (first, last) in wanted.ranges)
        {
            if (last > 0xFFFF)
            {
                AddPairs(parts, Math.Max(first, 0x10000), last);
            }
        }

        var basic = Basic(0, 0xD7FF) + Basic(0xE000, 0xFFFF);
        if (negated)
        {
            parts.Add($"[^{basic}\\uD800-\\uDFFF]");
        }
        else if (basic.Length > 0)
        {
            parts.Add($"[{basic}]");
        }

        if (wanted.Basic(0xD800, 0xDBFF) is { Length: > 0 } high)
        {
            parts.Add($"[{high}]{NotBeforeLow}");
        }

        if (wanted.Basic(0xDC00, 0xDFFF) is { Length: > 0 } low)
        {
            parts.Add($"{NotAfterHigh}[{low}]");
        }

        return parts.Count switch { 0 => "(?!)", 1 => $"(?:{parts[0]})", _ => $"(?:{string.Join('|', parts)})" };
    }

    private string Basic(int from, int to)
    {
        var text = new StringBuilder();
        foreach (var (first, last) in ranges)
        {
            if (first <= to && last >= from)
            {
                AppendRange(text, Math.Max(first, from), Math.Min(last, to));
            }
        }

        return text.ToString();
    }

    public static string Unit(int unit) => "\\u" + unit.ToString("X4", CultureInfo.InvariantCulture);

    private static void AppendRange(StringBuilder text, int first, int last)
    {
        text.Append(Unit(first));
        if (last > first)
        {
            text.Append('-').Append(Unit(last));
        }
    }

    private static void AddPairs(List<string> pairs, int first, int last)
    {
        while (first <= last)
        {
            var high = 0xD800 + ((first - 0x10000) >> 10);
            var low = 0xDC00 + ((first - 0x10000) & 0x3FF);
            var endHigh = 0xD800 + ((last - 0x10000) >> 10);
            var endLow = 0xDC00 + ((last - 0x10000) & 0x3FF);
            if (high == endHigh)
            {
                pairs.Add($"{Unit(high)}[{Unit(low)}-{Unit(endLow)}]");
                return;
            }

            if (low != 0xDC00)
            {
                pairs.Add($"{Unit(high)}[{Unit(low)}-\\uDFFF]");
                first = 0x10000 + ((high + 1 - 0xD800) << 10);
                continue;
            }

            var lastWhole = endLow == 0xDFFF ? endHigh : endHigh - 1;
            pairs.Add($"[{Unit(high)}-{Unit(lastWhole)}][\\uDC00-\\uDFFF]");
            first = 0x10000 + ((lastWhole + 1 - 0xD800) << 10);
        }
    }
}

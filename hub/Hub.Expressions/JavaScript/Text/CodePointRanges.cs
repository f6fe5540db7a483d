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

    /// <summary>The pattern that matches one character of the set.</summary>
    public string ToPattern()
    {
        var basic = new StringBuilder();
        var pairs = new List<string>();
        foreach (var (first, last) in ranges)
        {
            if (first <= 0xFFFF)
            {
                AppendRange(basic, first, Math.Min(last, 0xFFFF));
            }

            if (last > 0xFFFF)
            {
                AddPairs(pairs, Math.Max(first, 0x10000), last);
            }
        }

        if (pairs.Count == 0)
        {
            return basic.Length == 0 ? "(?!)" : $"[{basic}]";
        }

        if (basic.Length > 0)
        {
            pairs.Add($"[{basic}]");
        }

        return $"(?:{string.Join('|', pairs)})";
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

using Hub.JsonSchema.Patterns;

namespace Hub.JsonSchema.Compatibility.Languages;

/// <summary>Divides Unicode into classes of code points that some sets do not tell apart.</summary>
internal static class CodePointClasses
{
    private const int End = 0x110000;

    // What a reader likes to see in a generated text, best first.
    private static readonly (int From, int To)[] Liked = [('a', 'z'), ('0', '9'), ('A', 'Z'), (' ', ' '), ('-', '.'), ('!', '~'), (0xE0, 0x17F), (0xA1, 0xFFEF), (0x10000, 0x10FFFF)];

    /// <summary>The beginnings of the ranges, sorted, and the class of each.</summary>
    public static (int[] Cuts, int[] Symbols, int Count) Of(IReadOnlyList<CodePointSet> sets)
    {
        List<CodePointSet> distinct = [.. sets.DistinctBy(set => string.Join(',', set.Ranges))];
        int[] cuts = [.. distinct.SelectMany(set => set.Ranges).SelectMany(range => new[] { range.From, range.To + 1 }).Append(0).Where(cut => cut < End).Distinct().Order()];
        var classes = new Dictionary<string, int>();
        var symbols = new int[cuts.Length];
        var held = new char[distinct.Count];
        for (var i = 0; i < cuts.Length; i++)
        {
            for (var j = 0; j < held.Length; j++)
            {
                held[j] = distinct[j].Contains(cuts[i]) ? '1' : '0';
            }

            var key = new string(held);
            classes.TryAdd(key, classes.Count);
            symbols[i] = classes[key];
        }

        return (cuts, symbols, classes.Count);
    }

    /// <summary>For automata that run side by side: one likeable code point for each combination of their symbols.</summary>
    public static List<int> Representatives(IReadOnlyList<Automaton> automata, Random? chance)
    {
        int[] cuts = [.. automata.SelectMany(automaton => automaton.Cuts).Append(0).Distinct().Order()];
        var best = new Dictionary<string, (int Rank, int CodePoint)>();
        for (var i = 0; i < cuts.Length; i++)
        {
            if (Likeable(cuts[i], (i + 1 < cuts.Length ? cuts[i + 1] : End) - 1, chance) is not { } choice)
            {
                continue;
            }

            var key = string.Join(',', automata.Select(automaton => automaton.SymbolOf(cuts[i])));
            if (!best.TryGetValue(key, out var known) || choice.Rank < known.Rank)
            {
                best[key] = choice;
            }
        }

        return [.. best.Values.OrderBy(choice => choice.Rank).ThenBy(choice => choice.CodePoint).Select(choice => choice.CodePoint)];
    }

    private static (int Rank, int CodePoint)? Likeable(int from, int to, Random? chance)
    {
        for (var rank = 0; rank < Liked.Length; rank++)
        {
            var (first, last) = (Math.Max(from, Liked[rank].From), Math.Min(to, Liked[rank].To));
            if (first <= last && Whole(chance is null ? first : chance.Next(first, last + 1), last) is { } found)
            {
                return (rank, found);
            }
        }

        return Whole(from, to) is { } any ? (Liked.Length, any) : null;
    }

    /// <summary>Half a surrogate pair is no character.</summary>
    private static int? Whole(int codePoint, int last) =>
        codePoint is < 0xD800 or > 0xDFFF ? codePoint : last > 0xDFFF ? 0xE000 : null;
}

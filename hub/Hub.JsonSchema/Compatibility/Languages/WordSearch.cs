using System.Text;

namespace Hub.JsonSchema.Compatibility.Languages;

/// <summary>
/// Finds a text of a given length that several automata answer as wanted, or proves that there is none: their product is walked by length,
/// and once the least length is reached no state needs to be entered twice.
/// </summary>
internal sealed class WordSearch(IReadOnlyList<AutomatonUse> automata, Random? chance)
{
    private const int MostSteps = 400_000;

    private readonly List<int> _codePoints = CodePointClasses.Representatives([.. automata.Select(use => use.Automaton)], chance);
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<int[]> _states = [];
    private int _steps;

    /// <summary>The text, or null with <paramref name="certain"/> telling whether there is none.</summary>
    public string? Find(long least, long? most, out bool certain)
    {
        certain = true;
        if (most < least)
        {
            return null;
        }

        try
        {
            return Walk(least, most ?? long.MaxValue, out certain);
        }
        catch (NotRegularException)
        {
            certain = false;
            return null;
        }
    }

    private string? Walk(long least, long most, out bool certain)
    {
        certain = false;
        List<Dictionary<int, (int From, int CodePoint)>> layers = [new() { [Number([.. automata.Select(use => use.Automaton.Start)])] = (-1, 0) }];
        var seen = new HashSet<int>();
        for (long length = 0; ; length++)
        {
            var layer = layers[^1];
            if (length >= least)
            {
                foreach (var state in layer.Keys)
                {
                    if (automata.Index().All(use => use.Item.Automaton.IsAccepting(_states[state][use.Index]) == use.Item.Accepts))
                    {
                        return Spell(layers, state);
                    }
                }

                seen.UnionWith(layer.Keys);
            }

            if (length == most || layer.Count == 0)
            {
                certain = true;
                return null;
            }

            var next = new Dictionary<int, (int From, int CodePoint)>();
            foreach (var state in layer.Keys)
            {
                foreach (var codePoint in Shuffled())
                {
                    if (++_steps > MostSteps)
                    {
                        return null;
                    }

                    var to = Number([.. automata.Index().Select(use => use.Item.Automaton.Next(_states[state][use.Index], use.Item.Automaton.SymbolOf(codePoint)))]);
                    if (length + 1 <= least || !seen.Contains(to))
                    {
                        next.TryAdd(to, (state, codePoint));
                    }
                }
            }

            layers.Add(next);
        }
    }

    private IEnumerable<int> Shuffled() => chance is null ? _codePoints : _codePoints.OrderBy(_ => chance.Next());

    private static string Spell(List<Dictionary<int, (int From, int CodePoint)>> layers, int state)
    {
        var reversed = new List<int>();
        for (var length = layers.Count - 1; length > 0; length--)
        {
            var (from, codePoint) = layers[length][state];
            reversed.Add(codePoint);
            state = from;
        }

        var text = new StringBuilder();
        foreach (var codePoint in Enumerable.Reverse(reversed))
        {
            text.Append(new Rune(codePoint));
        }

        return text.ToString();
    }

    private int Number(int[] states)
    {
        var key = string.Join(',', states);
        if (!_numbers.TryGetValue(key, out var number))
        {
            _numbers.Add(key, number = _states.Count);
            _states.Add(states);
        }

        return number;
    }
}

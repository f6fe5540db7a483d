using System.Text;
using Hub.JsonSchema.Patterns;

namespace Hub.JsonSchema.Compatibility.Languages;

/// <summary>
/// A deterministic automaton over code points that tells whether a text holds a match anywhere, as <c>pattern</c> searches. Its states are sets of
/// states of the nondeterministic one, made when first reached. Used by one thread at a time.
/// </summary>
internal sealed class Automaton
{
    private const int MostStates = 10_000;

    /// <summary>The state after which every text is accepted: a match was found and nothing need follow.</summary>
    private const int Found = 0;

    private readonly StateGraph _graph;
    private readonly int _first;
    private readonly int _last;
    private readonly int[] _cuts;
    private readonly int[] _symbols;
    private readonly int _symbolCount;
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<int[]> _sets = [[]];
    private readonly List<bool> _accepting = [true];
    private readonly List<int[]> _next = [];

    private Automaton(StateGraph graph, int first, int last)
    {
        (_graph, _first, _last) = (graph, first, last);
        (_cuts, _symbols, _symbolCount) = CodePointClasses.Of([.. graph.Sets]);
        _next.Add(new int[_symbolCount]);
        Start = Number([first], atStart: true);
    }

    public int Start { get; }

    /// <summary>Where the next range of code points begins that the automaton may treat in another way.</summary>
    public IReadOnlyList<int> Cuts => _cuts;

    /// <exception cref="NotRegularException">It is not regular, or too large.</exception>
    public static Automaton Of(PatternPart pattern)
    {
        var graph = new StateGraph();
        var first = graph.Add();
        return new Automaton(graph, first, graph.Append(pattern, first));
    }

    /// <summary>Accepts exactly these texts.</summary>
    public static Automaton OfTexts(IEnumerable<string> texts) => Of(new SequencePart(
    [
        new AnchorPart(Anchor.Start),
        new ChoicePart([.. texts.Select(text => new SequencePart([.. text.EnumerateRunes().Select(rune => new CharacterPart(CodePointSet.Of((rune.Value, rune.Value))))]))]),
        new AnchorPart(Anchor.End),
    ]));

    public bool Accepts(string text)
    {
        var state = Start;
        foreach (var rune in text.EnumerateRunes())
        {
            state = Next(state, SymbolOf(rune.Value));
        }

        return IsAccepting(state);
    }

    public bool IsAccepting(int state) => _accepting[state];

    /// <summary>Code points with the same symbol lead to the same states.</summary>
    public int SymbolOf(int codePoint)
    {
        var at = Array.BinarySearch(_cuts, codePoint);
        return _symbols[at >= 0 ? at : ~at - 1];
    }

    /// <exception cref="NotRegularException">Too many states.</exception>
    public int Next(int state, int symbol)
    {
        if (state == Found)
        {
            return Found;
        }

        var next = _next[state][symbol];
        if (next < 0)
        {
            next = Step(state, symbol);
            _next[state][symbol] = next;
        }

        return next;
    }

    private int Step(int state, int symbol)
    {
        // Any code point of the symbol stands for all of them.
        var codePoint = _cuts[Array.IndexOf(_symbols, symbol)];
        var moved = new List<int> { _first };
        foreach (var at in _sets[state])
        {
            if (_graph.Edge(at) is var (set, to) && set.Contains(codePoint))
            {
                moved.Add(to);
            }
        }

        return Number(moved, atStart: false);
    }

    private int Number(IEnumerable<int> states, bool atStart)
    {
        var set = _graph.Close(states, atStart, atEnd: false);
        if (set.Contains(_last))
        {
            return Found;
        }

        int[] sorted = [.. set.Order()];
        var key = new StringBuilder(sorted.Length * 2);
        foreach (var each in sorted)
        {
            key.Append((char)each);
        }

        // A text may end here only where it may also begin, when it is empty.
        key.Append(atStart ? 's' : '-');
        if (_numbers.TryGetValue(key.ToString(), out var number))
        {
            return number;
        }

        if (_sets.Count >= MostStates)
        {
            throw new NotRegularException();
        }

        number = _sets.Count;
        _numbers.Add(key.ToString(), number);
        _sets.Add(sorted);
        _accepting.Add(_graph.Close(sorted, atStart, atEnd: true).Contains(_last));
        var row = new int[_symbolCount];
        Array.Fill(row, -1);
        _next.Add(row);
        return number;
    }
}

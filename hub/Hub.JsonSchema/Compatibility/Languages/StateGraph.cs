using Hub.JsonSchema.Patterns;

namespace Hub.JsonSchema.Compatibility.Languages;

/// <summary>A nondeterministic automaton as Thompson builds it: free steps, steps that want the start or the end of the text, and one code point step a state.</summary>
internal sealed class StateGraph
{
    // State numbers are kept as characters when sets of them are compared, and counted repetitions must not explode.
    private const int MostStates = 5_000;

    private readonly List<List<(int To, Anchor? At)>> _free = [];
    private readonly List<(CodePointSet Set, int To)?> _edges = [];

    public IEnumerable<CodePointSet> Sets => _edges.OfType<(CodePointSet Set, int To)>().Select(edge => edge.Set);

    public (CodePointSet Set, int To)? Edge(int state) => _edges[state];

    public int Add()
    {
        if (_edges.Count >= MostStates)
        {
            throw new NotRegularException();
        }

        _free.Add([]);
        _edges.Add(null);
        return _edges.Count - 1;
    }

    /// <summary>Lets the part follow a state; answers the state after it.</summary>
    public int Append(PatternPart part, int from)
    {
        switch (part)
        {
            case CharacterPart character:
                var to = Add();
                var step = Add();
                Free(from, step);
                _edges[step] = (character.Set, to);
                return to;
            case SequencePart sequence:
                return sequence.Parts.Aggregate(from, (at, each) => Append(each, at));
            case ChoicePart choice:
                var end = Add();
                foreach (var each in choice.Choices)
                {
                    var begin = Add();
                    Free(from, begin);
                    Free(Append(each, begin), end);
                }

                return end;
            case CapturePart capture:
                return Append(capture.Inner, from);
            case RepeatPart repeat:
                return Repeat(repeat, from);
            case AnchorPart { Kind: Anchor.Start or Anchor.End } anchor:
                var after = Add();
                _free[from].Add((after, anchor.Kind));
                return after;
            default:
                throw new NotRegularException();
        }
    }

    /// <summary>What can be reached without reading.</summary>
    public HashSet<int> Close(IEnumerable<int> states, bool atStart, bool atEnd)
    {
        var closed = new HashSet<int>(states);
        var open = new Stack<int>(closed);
        while (open.TryPop(out var state))
        {
            foreach (var (to, at) in _free[state])
            {
                if ((at is null || (at == Anchor.Start ? atStart : atEnd)) && closed.Add(to))
                {
                    open.Push(to);
                }
            }
        }

        return closed;
    }

    private int Repeat(RepeatPart repeat, int from)
    {
        var at = from;
        for (var i = 0; i < repeat.Least; i++)
        {
            at = Append(repeat.Inner, at);
        }

        if (repeat.Most is null)
        {
            var loop = Add();
            Free(at, loop);
            Free(Append(repeat.Inner, loop), loop);
            var end = Add();
            Free(loop, end);
            return end;
        }

        var last = Add();
        Free(at, last);
        for (var i = repeat.Least; i < repeat.Most; i++)
        {
            at = Append(repeat.Inner, at);
            Free(at, last);
        }

        return last;
    }

    private void Free(int from, int to) => _free[from].Add((to, null));
}

namespace Hub.JsonSchema.Patterns;

/// <summary>A pattern as a graph whose edges are ranges of UTF-8 bytes, or free: Thompson's construction, built from the end.</summary>
internal sealed class ByteGraph
{
    /// <summary>The place that is reached when the pattern has matched.</summary>
    public const int Match = 0;

    private const int MostPlaces = 3000;

    private readonly List<Place> _places = [new(Edge.None, 0, 0, 0, 0)];

    private ByteGraph()
    {
    }

    private enum Edge
    {
        None,

        // One byte of a range leads on.
        Bytes,

        // Both ways are free.
        Fork,

        // Free at the start or the end of the text only.
        AtStart,
        AtEnd,
    }

    public int Start { get; private set; }

    /// <summary>Null when the pattern has parts that a graph of bytes cannot show, or too many.</summary>
    public static ByteGraph? From(PatternPart pattern)
    {
        var graph = new ByteGraph();
        graph.Start = graph.Add(pattern, Match) ?? -1;
        return graph.Start < 0 ? null : graph;
    }

    /// <summary>The places that are reached for free, where something is still to be decided: at a byte, at the end, or the match.</summary>
    public HashSet<int> Closure(IEnumerable<int> from, bool atStart, bool atEnd)
    {
        var seen = new HashSet<int>();
        var kept = new HashSet<int>();
        var open = new Stack<int>(from);
        while (open.TryPop(out var at))
        {
            if (!seen.Add(at))
            {
                continue;
            }

            var place = _places[at];
            switch (place.Edge)
            {
                case Edge.Fork:
                    open.Push(place.Next);
                    open.Push(place.Other);
                    break;
                case Edge.AtStart when atStart:
                case Edge.AtEnd when atEnd:
                    open.Push(place.Next);
                    break;
                case Edge.AtStart:
                    break;
                default:
                    kept.Add(at);
                    break;
            }
        }

        return kept;
    }

    /// <summary>Where a byte leads from these places.</summary>
    public IEnumerable<int> Step(IEnumerable<int> from, byte value) =>
        from.Where(at => _places[at] is { Edge: Edge.Bytes } place && value >= place.From && value <= place.To).Select(at => _places[at].Next);

    /// <summary>The column of each byte, and one byte of each column: bytes that every range treats alike share one.</summary>
    public byte[] Columns(out byte[] representatives)
    {
        var begins = new bool[257];
        begins[0] = true;
        foreach (var place in _places.Where(place => place.Edge == Edge.Bytes))
        {
            begins[place.From] = true;
            begins[place.To + 1] = true;
        }

        var columnOf = new byte[256];
        representatives = [.. Enumerable.Range(0, 256).Where(value => begins[value]).Select(value => (byte)value)];
        var column = -1;
        for (var value = 0; value < 256; value++)
        {
            column += begins[value] ? 1 : 0;
            columnOf[value] = (byte)column;
        }

        return columnOf;
    }

    /// <summary>Adds a part that leads to <paramref name="next"/>; returns where it begins, or null when it cannot be shown.</summary>
    private int? Add(PatternPart part, int next)
    {
        switch (part)
        {
            case CharacterPart { Set: var set }:
                return AddSet(set, next);
            case SequencePart { Parts: var parts }:
                var begin = (int?)next;
                for (var i = parts.Count - 1; i >= 0 && begin is { } follows; i--)
                {
                    begin = Add(parts[i], follows);
                }

                return begin;
            case ChoicePart { Choices: var choices }:
                var ways = choices.Select(choice => Add(choice, next)).ToArray();
                return Array.Exists(ways, way => way is null) ? null : ways.Aggregate((one, other) => New(Edge.Fork, one!.Value, other!.Value)); // none is null
            case CapturePart { Inner: var inner }:
                return Add(inner, next);
            case RepeatPart repeat:
                return AddRepeat(repeat, next);
            case AnchorPart { Kind: Anchor.Start }:
                return New(Edge.AtStart, next, 0);
            case AnchorPart { Kind: Anchor.End }:
                return New(Edge.AtEnd, next, 0);
            default:
                return null;
        }
    }

    private int? AddRepeat(RepeatPart repeat, int next)
    {
        var begin = (int?)next;
        if (repeat.Most is null)
        {
            var loop = New(Edge.Fork, next, next);
            if (loop is null || Add(repeat.Inner, loop.Value) is not { } body)
            {
                return null;
            }

            _places[loop.Value] = new Place(Edge.Fork, 0, 0, body, next);
            begin = loop;
        }

        // x{0,3} is (x(x(x)?)?)?
        for (var more = (repeat.Most ?? repeat.Least) - repeat.Least; more > 0 && begin is { } follows; more--)
        {
            begin = Add(repeat.Inner, follows) is { } body ? New(Edge.Fork, body, next) : null;
        }

        for (var copies = repeat.Least; copies > 0 && begin is { } follows; copies--)
        {
            begin = Add(repeat.Inner, follows);
        }

        return begin;
    }

    private int? AddSet(CodePointSet set, int next)
    {
        int? begin = null;
        foreach (var sequence in Utf8Ranges.Of(set))
        {
            var at = (int?)next;
            for (var i = sequence.Length - 1; i >= 0 && at is { } follows; i--)
            {
                at = New(Edge.Bytes, follows, 0, sequence[i].From, sequence[i].To);
            }

            begin = begin is { } others && at is { } one ? New(Edge.Fork, one, others) : at;
            if (begin is null)
            {
                return null;
            }
        }

        // A set without characters never matches: a byte of no range.
        return begin ?? New(Edge.Bytes, next, 0, 255, 254);
    }

    private int? New(Edge edge, int next, int other, byte from = 0, byte to = 0)
    {
        if (_places.Count >= MostPlaces)
        {
            return null;
        }

        _places.Add(new Place(edge, from, to, next, other));
        return _places.Count - 1;
    }

    private readonly record struct Place(Edge Edge, byte From, byte To, int Next, int Other);
}

using System.Runtime.InteropServices;

namespace Hub.JsonSchema.Patterns;

/// <summary>
/// A pattern as a table: for each state and each byte the next state. One look-up a byte of UTF-8 text, whatever the pattern says, so no text
/// can make it slow. Patterns with look-around, back-references or word boundaries have none, nor have those whose table would grow too large.
/// </summary>
/// <remarks>
/// 1. The pattern becomes a graph of byte ranges (<see cref="ByteGraph"/>). 2. Bytes that no range tells apart share a column.
/// 3. Each set of places in the graph where a text may have led becomes a row. Since a match may begin anywhere, every set holds the beginning too.
/// </remarks>
internal sealed class ByteAutomaton
{
    private const int MostRows = 600;
    private const int MostWork = 400_000;

    // The first two rows are ends: no match can come any more, and a match has come.
    private const int Dead = 0;

    private readonly byte[] _columnOf;
    private readonly ushort[] _next;
    private readonly bool[] _acceptsAtEnd;
    private readonly int _start;
    private readonly int _matched;

    private ByteAutomaton(byte[] columnOf, ushort[] next, bool[] acceptsAtEnd, int start, int matched)
    {
        _columnOf = columnOf;
        _next = next;
        _acceptsAtEnd = acceptsAtEnd;
        _start = start;
        _matched = matched;
    }

    /// <summary>Null when the pattern has no such table.</summary>
    public static ByteAutomaton? From(PatternPart pattern) => ByteGraph.From(pattern) is { } graph ? new Builder(graph).Build() : null;

    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        var (columnOf, next, matched) = (_columnOf, _next, _matched);
        var state = _start;
        if (state <= matched)
        {
            return state == matched;
        }

        foreach (var b in text)
        {
            state = next[state + columnOf[b]];
            if (state <= matched)
            {
                return state == matched;
            }
        }

        return _acceptsAtEnd[state];
    }

    private sealed class Builder(ByteGraph graph)
    {
        private readonly Dictionary<string, int> _rows = [];
        private readonly List<int[]> _sets = [[], []];
        private readonly byte[] _columnOf = graph.Columns(out _);
        private int _work;

        public ByteAutomaton? Build()
        {
            graph.Columns(out var representatives);
            var columns = representatives.Length;
            int[] restart = [.. graph.Closure([graph.Start], atStart: false, atEnd: false)];

            // The row of the start is its own: only there is the end of the text its start, too.
            var start = RowOf([.. graph.Closure([graph.Start], atStart: true, atEnd: false)], "^");
            var next = new List<ushort>(new ushort[2 * columns]);
            for (var row = 2; row < _sets.Count; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    var reached = graph.Closure(graph.Step(_sets[row], representatives[column]), atStart: false, atEnd: false);
                    reached.UnionWith(restart);
                    _work += _sets[row].Length + reached.Count + 1;
                    var target = RowOf([.. reached]) * columns;
                    if (_sets.Count > MostRows || _work > MostWork || target > ushort.MaxValue)
                    {
                        return null;
                    }

                    next.Add((ushort)target);
                }
            }

            // States are where their row begins.
            var accepts = new bool[next.Count];
            for (var row = 2; row < _sets.Count; row++)
            {
                accepts[row * columns] = graph.Closure(_sets[row], atStart: row == start, atEnd: true).Contains(ByteGraph.Match);
            }

            return new ByteAutomaton(_columnOf, [.. next], accepts, start * columns, columns);
        }

        private int RowOf(int[] set, string prefix = "")
        {
            if (set.Length == 0)
            {
                return Dead;
            }

            if (set.Contains(ByteGraph.Match))
            {
                return 1;
            }

            Array.Sort(set);
            var key = string.Concat(prefix, MemoryMarshal.Cast<int, char>(set.AsSpan()));
            if (!_rows.TryGetValue(key, out var row))
            {
                row = _sets.Count;
                _rows.Add(key, row);
                _sets.Add(set);
            }

            return row;
        }
    }
}

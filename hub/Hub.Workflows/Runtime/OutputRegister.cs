using System.Text.Json;
using Hub.Workflows.Graph;

namespace Hub.Workflows.Runtime;

/// <summary>The last value of every output of every step in one instance, for <c>getOutputFrom</c> and <c>getLastResult</c>.</summary>
/// <remarks>As large as the workflow has outputs, however long the instance runs. Kept in writing order, so that its stored form is stable.</remarks>
internal sealed class OutputRegister
{
    private readonly List<Entry> _entries = [];
    private Dictionary<int, int>? _positions;

    /// <summary>The value last written to an output called Result; not set when there was none.</summary>
    public JsonElement LastResult { get; set; }

    public IReadOnlyList<Entry> Entries => _entries;

    public void Set(GraphNode node, int output, JsonElement value)
    {
        if (node.Descriptor.Outputs[output].Name == Activities.OutputDescriptor.Result)
        {
            LastResult = value;
        }

        var position = Find(node, output);
        if (position >= 0)
        {
            _entries[position] = new Entry(node, output, value);
            return;
        }

        _positions?.Add(node.OutputBase + output, _entries.Count);
        _entries.Add(new Entry(node, output, value));
    }

    public JsonElement Get(GraphNode node, string outputName)
    {
        var outputs = node.Descriptor.Outputs;
        for (var i = 0; i < outputs.Count; i++)
        {
            if (string.Equals(outputs[i].Name, outputName, StringComparison.OrdinalIgnoreCase))
            {
                return Find(node, i) is >= 0 and var position ? _entries[position].Value : default;
            }
        }

        return default;
    }

    // A short list is searched faster than a dictionary is made; a long one gets its index.
    private int Find(GraphNode node, int output)
    {
        if (_entries.Count > 16)
        {
            if (_positions is null)
            {
                _positions = new Dictionary<int, int>(_entries.Count * 2);
                for (var i = 0; i < _entries.Count; i++)
                {
                    _positions[_entries[i].Node.OutputBase + _entries[i].Output] = i;
                }
            }

            return _positions.GetValueOrDefault(node.OutputBase + output, -1);
        }

        for (var i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].Node == node && _entries[i].Output == output)
            {
                return i;
            }
        }

        return -1;
    }

    public readonly record struct Entry(GraphNode Node, int Output, JsonElement Value);
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;

namespace Hub.JsonSchema.Plan;

/// <summary>
/// Collects what is wrong, and where. Keywords walk it along: <see cref="Push(string)"/> as they go down the schema,
/// <see cref="Open"/> and <see cref="Close"/> around the errors that belong under them.
/// </summary>
internal sealed class Report(int maxErrors, bool wantsAnnotations)
{
    private readonly List<string> _path = [];
    private readonly Stack<string> _open = new();
    private readonly List<SchemaAnnotation> _annotations = [];
    private readonly StringBuilder _builder = new();
    private List<OutputUnit> _units = [];
    private SchemaNode? _node;
    private byte[] _utf8 = [];
    private Token[] _tokens = [];
    private int _errors;

    public bool WantsAnnotations { get; } = wantsAnnotations;

    public int AnnotationCount => _annotations.Count;

    /// <summary>No further error is kept.</summary>
    public bool IsFull { get; private set; }

    public IReadOnlyList<OutputUnit> Units => _units;

    public IReadOnlyList<SchemaAnnotation> Annotations => _annotations;

    /// <summary>Locations are found from the tokens only when there is something to report.</summary>
    public void Begin(in JsonView view)
    {
        _utf8 = view.Utf8.ToArray();
        _tokens = view.Tokens.ToArray();
    }

    public SchemaNode? Enter(SchemaNode node)
    {
        var outer = _node;
        _node = node;
        return outer;
    }

    public void Leave(SchemaNode? outer) => _node = outer;

    public void Push(string segment) => _path.Add(segment);

    public void Push(int index) => _path.Add(index.ToString(CultureInfo.InvariantCulture));

    public void Pop(int segments = 1) => _path.RemoveRange(_path.Count - segments, segments);

    /// <summary>Starts the list of what goes wrong below a keyword; give it back to <see cref="Close"/>.</summary>
    public List<OutputUnit> Open(string keyword)
    {
        Push(keyword);
        _open.Push(keyword);
        var outer = _units;
        _units = [];
        return outer;
    }

    /// <summary>Ends what <see cref="Open"/> began, and hangs what was found under the keyword.</summary>
    public void Close(List<OutputUnit> outer, string keyword, int at, BilingualText? message)
    {
        Pop();
        _open.Pop();
        var found = _units;
        _units = outer;
        if (message is null && found.Count == 1)
        {
            _units.Add(found[0]);
        }
        else if (message is not null || found.Count > 0)
        {
            Add(keyword, at, message, found);
        }
    }

    public void Fail(string keyword, int at, BilingualText message)
    {
        if (HasRoom())
        {
            Add(keyword, at, message, []);
        }
    }

    /// <summary>A schema that is <c>false</c> refuses in the name of the keyword that applies it.</summary>
    public void FailAsFalse(SchemaNode node, int at)
    {
        if (HasRoom())
        {
            _units.Add(new OutputUnit(InstanceLocation(at), Path(null), node.BaseUri + "#" + JsonPointer.ToFragment(node.Pointer), Sentences.NotExpected, [])
            {
                Keyword = _open.TryPeek(out var keyword) ? keyword : "false",
            });
        }
    }

    public void Annotate(string keyword, int at, JsonElement value) =>
        _annotations.Add(new SchemaAnnotation(InstanceLocation(at), Path(keyword), Absolute(keyword), keyword, value));

    public void DropAnnotations(int kept) => _annotations.RemoveRange(kept, _annotations.Count - kept);

    private bool HasRoom()
    {
        if (_errors == maxErrors)
        {
            IsFull = true;
            return false;
        }

        _errors++;
        return true;
    }

    private void Add(string keyword, int at, BilingualText? message, IReadOnlyList<OutputUnit> children) =>
        _units.Add(new OutputUnit(InstanceLocation(at), Path(keyword), Absolute(keyword), message, children) { Keyword = keyword });

    private string Path(string? keyword)
    {
        _builder.Clear();
        foreach (var segment in _path)
        {
            JsonPointer.Append(_builder, segment);
        }

        if (keyword is not null)
        {
            JsonPointer.Append(_builder, keyword);
        }

        return _builder.ToString();
    }

    private string Absolute(string keyword) => _node?.BaseUri + "#" + JsonPointer.ToFragment(JsonPointer.Join(_node?.Pointer ?? "", keyword));

    /// <summary>Goes down from the root to the token; a property's name is located as the property.</summary>
    private string InstanceLocation(int target)
    {
        _builder.Clear();
        var at = 0;
        while (at != target)
        {
            var token = _tokens[at];
            var child = at + 1;
            if (token.Kind == JsonKind.Array)
            {
                var index = 0;
                while (_tokens[child].Next <= target)
                {
                    child = _tokens[child].Next;
                    index++;
                }

                _builder.Append('/').Append(index);
                at = child;
            }
            else
            {
                while (_tokens[child + 1].Next <= target)
                {
                    child = _tokens[child + 1].Next;
                }

                JsonPointer.Append(_builder, Name(child));
                if (child == target)
                {
                    break;
                }

                at = child + 1;
            }
        }

        return _builder.ToString();
    }

    private string Name(int at)
    {
        var raw = _utf8.AsSpan(_tokens[at].Start, _tokens[at].Length);
        var text = new byte[raw.Length];
        return Encoding.UTF8.GetString(text, 0, JsonText.Unescape(raw, text));
    }
}

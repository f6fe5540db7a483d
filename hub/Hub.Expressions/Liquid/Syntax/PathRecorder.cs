using Hub.Expressions.JavaScript.Syntax;

namespace Hub.Expressions.Liquid.Syntax;

/// <summary>
/// Follows what names stand for while a template is read, to tell which paths of the model it reads: a loop variable stands for any
/// element of what is walked, an assigned one for the path it was given. A name assigned twice stands for nothing known.
/// </summary>
internal sealed class PathRecorder(string text)
{
    private readonly List<(string Name, ReadPath? Meaning)> locals = [];
    private readonly Dictionary<string, ReadPath?> assigned = [];
    private readonly List<ReadPath> reads = [];
    private readonly Dictionary<string, int> indexByText = [];

    public IReadOnlySet<string> FreeVariables => reads.Where(static read => read.Segments.Count > 0).Select(static read => read.Segments[0]).ToHashSet();

    public IReadOnlyList<ExpressionPath> Paths => [.. reads.Select(read => new ExpressionPath(read.Segments, read.IsPartial, SyntaxError.LineAt(text, read.Position), SyntaxError.ColumnAt(text, read.Position)))];

    /// <summary>Notes a read; gives its path in the model, null when the name is the template's own and of unknown meaning.</summary>
    public ReadPath? Read(ReadPath path)
    {
        if (path.Segments.Count > 0 && TryMeaning(path.Segments[0], out var meaning))
        {
            if (meaning is null)
            {
                return null;
            }

            path = path with { Segments = [.. meaning.Segments, .. path.Segments.Skip(1)], IsPartial = path.IsPartial || meaning.IsPartial };
        }

        Add(path);
        return path;
    }

    /// <summary>Says that a path read before goes on in ways not known here, such as a filter that walks the value.</summary>
    public void MarkPartial(ReadPath path) => Add(path with { IsPartial = true });

    public void Assign(string name, ReadPath? meaning) => assigned[name] = assigned.ContainsKey(name) ? null : meaning;

    public void Push(string name, ReadPath? meaning) => locals.Add((name, meaning));

    public void Pop(int count) => locals.RemoveRange(locals.Count - count, count);

    private bool TryMeaning(string name, out ReadPath? meaning)
    {
        for (var i = locals.Count - 1; i >= 0; i--)
        {
            if (locals[i].Name == name)
            {
                meaning = locals[i].Meaning;
                return true;
            }
        }

        return assigned.TryGetValue(name, out meaning);
    }

    private void Add(ReadPath path)
    {
        var key = string.Join('\u0001', path.Segments);
        if (indexByText.TryGetValue(key, out var index))
        {
            reads[index] = reads[index] with { IsPartial = reads[index].IsPartial || path.IsPartial };
            return;
        }

        indexByText[key] = reads.Count;
        reads.Add(path);
    }
}

/// <summary>A path as read at a place of the template.</summary>
internal sealed record ReadPath(IReadOnlyList<string> Segments, bool IsPartial, int Position);

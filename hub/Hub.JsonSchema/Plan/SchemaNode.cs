using System.Text.Json;
using Hub.JsonSchema.Json;

namespace Hub.JsonSchema.Plan;

/// <summary>One schema or subschema, compiled: which types it lets pass, and which keywords look at each type.</summary>
internal sealed class SchemaNode(int resource, string baseUri, string pointer)
{
    private static readonly Keyword[] None = [];

    private readonly Keyword[][] _byKind = [None, None, None, None, None, None];
    private JsonTypes _types = JsonTypes.Any;
    private JsonTypes _plain = JsonTypes.None;
    private int _shortest;
    private int _longest = int.MaxValue;
    private bool _exactIntegers;
    private bool _keepsMarks;
    private bool _tracksScope;
    private SchemaNode? _standsFor;
    private Keyword[] _all = [];
    private KeyValuePair<string, JsonElement>[] _annotations = [];

    /// <summary>Number of the schema resource within its plan.</summary>
    public int Resource { get; } = resource;

    /// <summary>Base URI of the schema resource; empty when it has none.</summary>
    public string BaseUri { get; } = baseUri;

    /// <summary>JSON Pointer within the resource.</summary>
    public string Pointer { get; } = pointer;

    /// <summary>The schema <c>false</c>: the keyword that applies it speaks in its name.</summary>
    public bool IsFalse { get; private set; }

    public IReadOnlyList<Keyword> Keywords => _all;

    /// <summary>Fills the node; done once by the compiler.</summary>
    public void Define(JsonTypes types, bool draft4Integers, IReadOnlyList<Keyword> keywords, KeyValuePair<string, JsonElement>[] annotations)
    {
        _types = types;
        _exactIntegers = draft4Integers;
        _all = [.. keywords.OrderBy(keyword => keyword.ComesLast)];
        _annotations = annotations;
        _keepsMarks = _all.Any(keyword => keyword.ComesLast);
        foreach (var kind in Enum.GetValues<JsonKind>())
        {
            _byKind[(int)kind] = [.. _all.Where(keyword => ((int)keyword.AppliesTo & (1 << (int)kind)) != 0 && !keyword.OnlyReports)];
            if (Array.TrueForAll(_byKind[(int)kind], keyword => keyword.IsPlain))
            {
                _plain |= (JsonTypes)(1 << (int)kind);
            }
        }
    }

    /// <summary>Sets the fewest and the most code points of a text; done once by the compiler.</summary>
    public void LimitLength(int shortest, int longest) => (_shortest, _longest) = (shortest, longest);

    public void DefineBoolean(bool value)
    {
        _types = value ? JsonTypes.Any : JsonTypes.None;
        IsFalse = !value;
    }

    /// <summary>Says that the plan holds dynamic references, so that the schema resources passed through are remembered.</summary>
    public void TrackScope() => _tracksScope = true;

    /// <summary>Says that the schema is nothing but a reference: the verdict is the target's, without a step of its own. The target has said so before.</summary>
    public void StandFor(SchemaNode target) => _standsFor = target._standsFor ?? target;

    public bool IsValid(ref Evaluation evaluation, int at, Marks? marks = null)
    {
        if (_standsFor is not null)
        {
            return _standsFor.IsValid(ref evaluation, at, marks);
        }

        ref readonly var token = ref evaluation.Tokens[at];
        var kind = (int)token.Kind;
        if (!HasType(ref evaluation, token, at) || (kind == (int)JsonKind.String && !HasLength(ref evaluation, token, at)))
        {
            return false;
        }

        var keywords = _byKind[kind];
        if (keywords.Length == 0)
        {
            return true;
        }

        return ((int)_plain & (1 << kind)) != 0
            ? evaluation.Count() && RunAll(ref evaluation, at, null, keywords)
            : Run(ref evaluation, at, marks, keywords);
    }

    /// <summary>The same for a schema that may refuse without the whole being refused: what it has looked at then does not count as evaluated.</summary>
    public bool IsValidOrUnseen(ref Evaluation evaluation, int at, Marks? marks)
    {
        if (marks is null)
        {
            return IsValid(ref evaluation, at);
        }

        var own = evaluation.Scratch.RentMarks(evaluation.Tokens[at].Count);
        var valid = IsValid(ref evaluation, at, own);
        if (valid)
        {
            marks.Add(own);
        }

        evaluation.Scratch.ReturnMarks();
        return valid;
    }

    /// <summary>Whether the value has one of the types asked for.</summary>
    public bool HasType(ref Evaluation evaluation, in Token token, int at)
    {
        if (((int)_types & (1 << (int)token.Kind)) != 0)
        {
            return true;
        }

        return token.Kind == JsonKind.Number && (_types & JsonTypes.Integer) != 0
            && (!token.Fractional || (!_exactIntegers && ExactNumber.Parse(evaluation.View.Raw(at)).IsInteger));
    }

    private bool HasLength(ref Evaluation evaluation, in Token token, int at)
    {
        // A code point takes one to four bytes of text, and up to twelve when escaped (two \uXXXX): mostly that settles it.
        var fewest = token.Escaped ? (token.Length + 11) / 12 : (token.Length + 3) / 4;
        if (fewest >= _shortest && token.Length <= _longest)
        {
            return true;
        }

        var length = token.Length < _shortest || fewest > _longest ? -1 : JsonText.CodePoints(evaluation.Text(at));
        return length >= _shortest && length <= _longest;
    }

    /// <summary>The verdict with its errors. The path of the report stands at this schema.</summary>
    public bool Report(ref Evaluation evaluation, Report report, int at, Marks? marks)
    {
        if (IsFalse)
        {
            report.FailAsFalse(this, at);
            return false;
        }

        if (report.IsFull || !evaluation.Enter())
        {
            evaluation.Leave();
            return false;
        }

        var outer = report.Enter(this);
        var kept = report.AnnotationCount;
        var own = _keepsMarks ? evaluation.Scratch.RentMarks(evaluation.Tokens[at].Count) : marks;
        var scoped = EnterScope(ref evaluation);
        var valid = true;
        var kind = (JsonTypes)(1 << (int)evaluation.Tokens[at].Kind);
        foreach (var keyword in _all)
        {
            if ((keyword.AppliesTo & kind) != 0)
            {
                valid &= keyword.Report(ref evaluation, report, at, own);
            }
        }

        if (!valid)
        {
            report.DropAnnotations(kept);
        }
        else if (report.WantsAnnotations)
        {
            foreach (var (name, value) in _annotations)
            {
                report.Annotate(name, at, value);
            }
        }

        Close(ref evaluation, own, marks, scoped, valid);
        report.Leave(outer);
        evaluation.Leave();
        return valid;
    }

    private bool Run(ref Evaluation evaluation, int at, Marks? marks, Keyword[] keywords)
    {
        var valid = evaluation.Enter();
        if (valid)
        {
            valid = _keepsMarks || _tracksScope
                ? RunRemembering(ref evaluation, at, marks, keywords)
                : RunAll(ref evaluation, at, marks, keywords);
        }

        evaluation.Leave();
        return valid;
    }

    private bool RunRemembering(ref Evaluation evaluation, int at, Marks? marks, Keyword[] keywords)
    {
        // Subschemas see only what was evaluated inside them, so a schema with unevaluated… starts a sheet of its own.
        var own = _keepsMarks ? evaluation.Scratch.RentMarks(evaluation.Tokens[at].Count) : marks;
        var scoped = EnterScope(ref evaluation);
        var valid = RunAll(ref evaluation, at, own, keywords);
        Close(ref evaluation, own, marks, scoped, valid);
        return valid;
    }

    private static bool RunAll(ref Evaluation evaluation, int at, Marks? marks, Keyword[] keywords)
    {
        foreach (var keyword in keywords)
        {
            if (!keyword.IsValid(ref evaluation, at, marks))
            {
                return false;
            }
        }

        return true;
    }

    private bool EnterScope(ref Evaluation evaluation)
    {
        var scratch = evaluation.Scratch;
        if (!_tracksScope || (scratch.ScopeDepth > 0 && scratch.OuterScope(scratch.ScopeDepth - 1) == Resource))
        {
            return false;
        }

        scratch.PushScope(Resource);
        return true;
    }

    private void Close(ref Evaluation evaluation, Marks? own, Marks? outer, bool scoped, bool valid)
    {
        if (scoped)
        {
            evaluation.Scratch.PopScope();
        }

        if (_keepsMarks)
        {
            if (valid && own is not null)
            {
                outer?.Add(own);
            }

            evaluation.Scratch.ReturnMarks();
        }
    }
}

using Hub.JsonSchema.Json;
using Hub.JsonSchema.Patterns;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary>
/// <c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c> (Core 2020-12, 10.3.2) in one pass over the object, which also
/// counts the names of <c>required</c>.
/// </summary>
internal sealed class ObjectMembers : SubschemaKeyword
{
    /// <summary>The most required names that are counted on the way: one bit each.</summary>
    public const int MostRequired = 64;

    private readonly string[] _names;
    private readonly Utf8Table _table;
    private readonly SchemaNode?[] _schemas;
    private readonly ulong[] _bits;
    private readonly ulong _required;
    private readonly (TextPattern Pattern, SchemaNode Schema)[] _patterns;
    private readonly SchemaNode? _additional;

    /// <param name="names">The names of <c>properties</c>, then further required ones.</param>
    /// <param name="schemas">The schemas of <c>properties</c>, in the same order.</param>
    /// <param name="required">The required names, all of them among <paramref name="names"/>.</param>
    /// <param name="patterns">The patterns of <c>patternProperties</c> with their schemas.</param>
    /// <param name="additional">The schema of <c>additionalProperties</c>; null when there is none.</param>
    public ObjectMembers(List<string> names, SchemaNode[] schemas, List<string> required, (TextPattern Pattern, SchemaNode Schema)[] patterns, SchemaNode? additional)
        : base("properties", JsonTypes.Object)
    {
        _names = [.. names];
        _table = new Utf8Table([.. names.Select(System.Text.Encoding.UTF8.GetBytes)]);
        _schemas = new SchemaNode?[names.Count];
        schemas.CopyTo(_schemas, 0);
        _bits = new ulong[names.Count];
        var places = names.Select((name, place) => (name, place)).ToDictionary(pair => pair.name, pair => pair.place);
        for (var i = 0; i < required.Count; i++)
        {
            _bits[places[required[i]]] = 1UL << i;
            _required |= 1UL << i;
        }

        _patterns = patterns;
        _additional = additional;
    }

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks)
    {
        var tokens = evaluation.Tokens;
        var end = tokens[at].Next;
        var place = 0;
        var guess = 0;
        var seen = 0UL;
        for (var name = at + 1; name < end; name = tokens[name + 1].Next, place++)
        {
            var known = _table.Find(evaluation.Text(name), guess);
            var evaluated = false;
            if (known >= 0)
            {
                guess = known + 1;
                seen |= _bits[known];
                if (_schemas[known] is { } schema)
                {
                    evaluated = true;
                    if (!schema.IsValid(ref evaluation, name + 1))
                    {
                        return false;
                    }
                }
            }

            if ((_patterns.Length > 0 || (!evaluated && _additional is not null)) && !IsOtherValid(ref evaluation, name, ref evaluated))
            {
                return false;
            }

            if (evaluated)
            {
                marks?.Set(place);
            }
        }

        return seen == _required;
    }

    private bool IsOtherValid(ref Evaluation evaluation, int name, ref bool evaluated)
    {
        foreach (var (pattern, schema) in _patterns)
        {
            // The name is asked for each time: a subschema may have used the scratch memory that an escaped one lies in.
            if (pattern.IsMatch(ref evaluation, evaluation.Text(name)))
            {
                evaluated = true;
                if (!schema.IsValid(ref evaluation, name + 1))
                {
                    return false;
                }
            }
        }

        if (evaluated || _additional is null)
        {
            return true;
        }

        evaluated = true;
        return _additional.IsValid(ref evaluation, name + 1);
    }

    public override bool Report(ref Evaluation evaluation, Report report, int at, Marks? marks)
    {
        // The keywords one after the other, so that the errors of each stand together.
        var seen = evaluation.Scratch.RentMarks(evaluation.Tokens[at].Count);
        var valid = ReportProperties(ref evaluation, report, at, seen);
        valid &= _patterns.Length == 0 || ReportPatterns(ref evaluation, report, at, seen);
        valid &= _additional is null || ReportAdditional(ref evaluation, report, at, seen, _additional);
        marks?.Add(seen);
        evaluation.Scratch.ReturnMarks();
        return valid && !report.IsFull;
    }

    private bool ReportProperties(ref Evaluation evaluation, Report report, int at, Marks seen)
    {
        var outer = report.Open("properties");
        var valid = true;
        var place = 0;
        var end = evaluation.Tokens[at].Next;
        for (var name = at + 1; name < end && !report.IsFull; name = evaluation.Tokens[name + 1].Next, place++)
        {
            var known = _table.Find(evaluation.Text(name), -1);
            if (known >= 0 && _schemas[known] is { } schema)
            {
                seen.Set(place);
                report.Push(_names[known]);
                valid &= schema.Report(ref evaluation, report, name + 1, null);
                report.Pop();
            }
        }

        report.Close(outer, "properties", at, null);
        return valid;
    }

    private bool ReportPatterns(ref Evaluation evaluation, Report report, int at, Marks seen)
    {
        var outer = report.Open("patternProperties");
        var valid = true;
        var place = 0;
        var end = evaluation.Tokens[at].Next;
        for (var name = at + 1; name < end && !report.IsFull; name = evaluation.Tokens[name + 1].Next, place++)
        {
            foreach (var (pattern, schema) in _patterns)
            {
                if (pattern.IsMatch(ref evaluation, evaluation.Text(name)))
                {
                    seen.Set(place);
                    report.Push(pattern.Source);
                    valid &= schema.Report(ref evaluation, report, name + 1, null);
                    report.Pop();
                }
            }
        }

        report.Close(outer, "patternProperties", at, null);
        return valid;
    }

    private static bool ReportAdditional(ref Evaluation evaluation, Report report, int at, Marks seen, SchemaNode additional)
    {
        var outer = report.Open("additionalProperties");
        var valid = true;
        var place = 0;
        var end = evaluation.Tokens[at].Next;
        for (var name = at + 1; name < end && !report.IsFull; name = evaluation.Tokens[name + 1].Next, place++)
        {
            if (!seen.Has(place))
            {
                seen.Set(place);
                valid &= additional.Report(ref evaluation, report, name + 1, null);
            }
        }

        report.Close(outer, "additionalProperties", at, null);
        return valid;
    }
}

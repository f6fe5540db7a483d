using Hub.JsonSchema.Json;
using Hub.JsonSchema.Patterns;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary>
/// <c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c> (Core 2020-12, 10.3.2) in one pass over the object.
/// </summary>
/// <param name="names">The names of <c>properties</c>.</param>
/// <param name="schemas">Their schemas, in the same order.</param>
/// <param name="patterns">The patterns of <c>patternProperties</c> with their schemas.</param>
/// <param name="additional">The schema of <c>additionalProperties</c>; null when there is none.</param>
internal sealed class ObjectMembers(Utf8Table names, SchemaNode[] schemas, (TextPattern Pattern, SchemaNode Schema)[] patterns, SchemaNode? additional)
    : SubschemaKeyword("properties", JsonTypes.Object)
{
    private readonly string[] _names = [.. Enumerable.Range(0, names.Count).Select(i => System.Text.Encoding.UTF8.GetString(names[i]))];

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks)
    {
        var tokens = evaluation.Tokens;
        var end = tokens[at].Next;
        var place = 0;
        var guess = 0;
        for (var name = at + 1; name < end; name = tokens[name + 1].Next, place++)
        {
            var text = evaluation.Text(name);
            var known = names.Find(text, guess);
            var evaluated = known >= 0;
            if (evaluated)
            {
                guess = known + 1;
                if (!schemas[known].IsValid(ref evaluation, name + 1))
                {
                    return false;
                }
            }

            foreach (var (pattern, schema) in patterns)
            {
                // Asked for again each time: a subschema may have used the scratch memory that an escaped name lies in.
                if (pattern.IsMatch(ref evaluation, evaluation.Text(name)))
                {
                    evaluated = true;
                    if (!schema.IsValid(ref evaluation, name + 1))
                    {
                        return false;
                    }
                }
            }

            if (!evaluated && additional is not null)
            {
                evaluated = true;
                if (!additional.IsValid(ref evaluation, name + 1))
                {
                    return false;
                }
            }

            if (evaluated)
            {
                marks?.Set(place);
            }
        }

        return true;
    }

    public override bool Report(ref Evaluation evaluation, Report report, int at, Marks? marks)
    {
        // The keywords one after the other, so that the errors of each stand together.
        var seen = evaluation.Scratch.RentMarks(evaluation.Tokens[at].Count);
        var valid = ReportProperties(ref evaluation, report, at, seen);
        valid &= patterns.Length == 0 || ReportPatterns(ref evaluation, report, at, seen);
        valid &= additional is null || ReportAdditional(ref evaluation, report, at, seen, additional);
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
            var known = names.Find(evaluation.Text(name), -1);
            if (known >= 0)
            {
                seen.Set(place);
                report.Push(_names[known]);
                valid &= schemas[known].Report(ref evaluation, report, name + 1, null);
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
            foreach (var (pattern, schema) in patterns)
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

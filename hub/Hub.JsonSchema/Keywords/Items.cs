using Hub.JsonSchema.Json;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary>
/// <c>prefixItems</c> and <c>items</c> (Core 2020-12, 10.3.1); before 2020-12, <c>items</c> with a list and <c>additionalItems</c>.
/// </summary>
internal sealed class Items(string prefixName, SchemaNode[] prefix, string restName, SchemaNode? rest) : SubschemaKeyword(restName, JsonTypes.Array)
{
    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks)
    {
        var tokens = evaluation.Tokens;
        var end = tokens[at].Next;
        var place = 0;
        for (var item = at + 1; item < end; item = tokens[item].Next, place++)
        {
            var schema = place < prefix.Length ? prefix[place] : rest;
            if (schema is null)
            {
                break;
            }

            if (!schema.IsValid(ref evaluation, item))
            {
                return false;
            }
        }

        Mark(marks, tokens[at].Count);
        return true;
    }

    public override bool Report(ref Evaluation evaluation, Report report, int at, Marks? marks)
    {
        var end = evaluation.Tokens[at].Next;
        var valid = true;
        var place = 0;
        var item = at + 1;
        if (prefix.Length > 0)
        {
            var outer = report.Open(prefixName);
            for (; item < end && place < prefix.Length; item = evaluation.Tokens[item].Next, place++)
            {
                report.Push(place);
                valid &= prefix[place].Report(ref evaluation, report, item, null);
                report.Pop();
            }

            report.Close(outer, prefixName, at, null);
        }

        if (rest is not null)
        {
            var outer = report.Open(Name);
            for (; item < end && !report.IsFull; item = evaluation.Tokens[item].Next)
            {
                valid &= rest.Report(ref evaluation, report, item, null);
            }

            report.Close(outer, Name, at, null);
            valid &= !report.IsFull;
        }

        Mark(marks, evaluation.Tokens[at].Count);
        return valid;
    }

    private void Mark(Marks? marks, int count)
    {
        if (marks is null)
        {
            return;
        }

        if (rest is not null)
        {
            marks.SetAll();
            return;
        }

        for (var place = 0; place < prefix.Length && place < count; place++)
        {
            marks.Set(place);
        }
    }
}

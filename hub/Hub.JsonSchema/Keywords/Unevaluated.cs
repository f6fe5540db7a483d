using Hub.JsonSchema.Json;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>unevaluatedItems</c> and <c>unevaluatedProperties</c> (Core 2020-12, 11.2 and 11.3): what no other keyword has looked at.</summary>
internal sealed class Unevaluated(string name, JsonTypes of, SchemaNode schema) : SubschemaKeyword(name, of)
{
    // In an object a name precedes each value.
    private readonly int _toValue = of == JsonTypes.Object ? 1 : 0;

    public override bool ComesLast => true;

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks)
    {
        var end = evaluation.Tokens[at].Next;
        var place = 0;
        for (var child = at + 1; child < end; child = evaluation.Tokens[child + _toValue].Next, place++)
        {
            if (marks?.Has(place) != true && !schema.IsValid(ref evaluation, child + _toValue))
            {
                return false;
            }
        }

        marks?.SetAll();
        return true;
    }

    public override bool Report(ref Evaluation evaluation, Report report, int at, Marks? marks)
    {
        var outer = report.Open(Name);
        var valid = true;
        var end = evaluation.Tokens[at].Next;
        var place = 0;
        for (var child = at + 1; child < end && !report.IsFull; child = evaluation.Tokens[child + _toValue].Next, place++)
        {
            if (marks?.Has(place) != true)
            {
                valid &= schema.Report(ref evaluation, report, child + _toValue, null);
            }
        }

        marks?.SetAll();
        report.Close(outer, Name, at, null);
        return valid && !report.IsFull;
    }
}

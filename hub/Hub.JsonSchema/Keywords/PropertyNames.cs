using Hub.JsonSchema.Json;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>propertyNames</c> (Core 2020-12, 10.3.2.4). A name is located as its property.</summary>
internal sealed class PropertyNames(SchemaNode schema) : SubschemaKeyword("propertyNames", JsonTypes.Object)
{
    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks)
    {
        var tokens = evaluation.Tokens;
        var end = tokens[at].Next;
        for (var name = at + 1; name < end; name = tokens[name + 1].Next)
        {
            if (!schema.IsValid(ref evaluation, name))
            {
                return false;
            }
        }

        return true;
    }

    public override bool Report(ref Evaluation evaluation, Report report, int at, Marks? marks)
    {
        var outer = report.Open(Name);
        var valid = true;
        var end = evaluation.Tokens[at].Next;
        for (var name = at + 1; name < end && !report.IsFull; name = evaluation.Tokens[name + 1].Next)
        {
            valid &= schema.Report(ref evaluation, report, name, null);
        }

        report.Close(outer, Name, at, null);
        return valid && !report.IsFull;
    }
}

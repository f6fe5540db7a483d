using Hub.JsonSchema.Json;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>allOf</c> (Core 2020-12, 10.2.1.1).</summary>
internal sealed class AllOf(SchemaNode[] branches) : SubschemaKeyword("allOf", JsonTypes.Any)
{
    public override IEnumerable<SchemaNode> InPlace => branches;

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks)
    {
        foreach (var branch in branches)
        {
            if (!branch.IsValid(ref evaluation, at, marks))
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
        for (var i = 0; i < branches.Length && !report.IsFull; i++)
        {
            report.Push(i);
            valid &= branches[i].Report(ref evaluation, report, at, marks);
            report.Pop();
        }

        report.Close(outer, Name, at, null);
        return valid && !report.IsFull;
    }
}

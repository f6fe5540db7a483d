using Hub.JsonSchema.Json;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>$ref</c> (Core 2020-12, 8.2.3.1).</summary>
internal sealed class Reference(string keyword, SchemaNode target) : SubschemaKeyword(keyword, JsonTypes.Any)
{
    public SchemaNode Target => target;

    public override IEnumerable<SchemaNode> InPlace => [target];

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks) => target.IsValid(ref evaluation, at, marks);

    public override bool Report(ref Evaluation evaluation, Report report, int at, Marks? marks)
    {
        var outer = report.Open(Name);
        var valid = target.Report(ref evaluation, report, at, marks);
        report.Close(outer, Name, at, null);
        return valid;
    }
}

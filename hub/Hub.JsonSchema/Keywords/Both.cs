using Hub.JsonSchema.Json;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary>Two keywords under one name: <c>dependencies</c> asks for names and for schemas.</summary>
internal sealed class Both(Keyword first, Keyword second) : SubschemaKeyword(first.Name, JsonTypes.Object)
{
    public override IEnumerable<SchemaNode> InPlace => first.InPlace.Concat(second.InPlace);

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks) =>
        first.IsValid(ref evaluation, at, marks) && second.IsValid(ref evaluation, at, marks);

    public override bool Report(ref Evaluation evaluation, Report report, int at, Marks? marks) =>
        first.Report(ref evaluation, report, at, marks) & second.Report(ref evaluation, report, at, marks);
}

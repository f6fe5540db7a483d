using Hub.JsonSchema.Json;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>if</c>, <c>then</c>, <c>else</c> (Core 2020-12, 10.2.2).</summary>
internal sealed class IfThenElse(SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : SubschemaKeyword("if", JsonTypes.Any)
{
    public override IEnumerable<SchemaNode> InPlace => new[] { condition, then, otherwise }.OfType<SchemaNode>();

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks) =>
        (condition.IsValidOrUnseen(ref evaluation, at, marks) ? then : otherwise)?.IsValid(ref evaluation, at, marks) ?? true;

    public override bool Report(ref Evaluation evaluation, Report report, int at, Marks? marks)
    {
        var holds = condition.IsValidOrUnseen(ref evaluation, at, marks);
        if (holds && report.WantsAnnotations)
        {
            report.Push("if");
            condition.Report(ref evaluation, report, at, null);
            report.Pop();
        }

        if ((holds ? then : otherwise) is not { } chosen)
        {
            return true;
        }

        var name = holds ? "then" : "else";
        var outer = report.Open(name);
        var valid = chosen.Report(ref evaluation, report, at, marks);
        report.Close(outer, name, at, null);
        return valid;
    }
}

using Hub.JsonSchema.Json;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>dependentSchemas</c> (Core 2020-12, 10.2.2.4), and the schemas in <c>dependencies</c> before 2019-09.</summary>
internal sealed class DependentSchemas(string keyword, Utf8Table triggers, SchemaNode[] schemas) : SubschemaKeyword(keyword, JsonTypes.Object)
{
    private readonly string[] _names = [.. Enumerable.Range(0, triggers.Count).Select(i => System.Text.Encoding.UTF8.GetString(triggers[i]))];

    public override IEnumerable<SchemaNode> InPlace => schemas;

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks)
    {
        var tokens = evaluation.Tokens;
        var end = tokens[at].Next;
        for (var name = at + 1; name < end; name = tokens[name + 1].Next)
        {
            var trigger = triggers.Find(evaluation.Text(name), -1);
            if (trigger >= 0 && !schemas[trigger].IsValid(ref evaluation, at, marks))
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
        for (var name = at + 1; name < end; name = evaluation.Tokens[name + 1].Next)
        {
            var trigger = triggers.Find(evaluation.Text(name), -1);
            if (trigger >= 0)
            {
                report.Push(_names[trigger]);
                valid &= schemas[trigger].Report(ref evaluation, report, at, marks);
                report.Pop();
            }
        }

        report.Close(outer, Name, at, null);
        return valid;
    }
}

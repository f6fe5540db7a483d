using Hub.JsonSchema.Json;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary>
/// <c>$dynamicRef</c> (Core 2020-12, 8.2.3.2) and <c>$recursiveRef</c> (Core 2019-09, 8.2.4.2): the outermost resource passed through
/// on the way here that declares the anchor decides where it leads.
/// </summary>
internal sealed class DynamicReference(string keyword, SchemaNode initial) : SubschemaKeyword(keyword, JsonTypes.Any)
{
    private IReadOnlyDictionary<int, SchemaNode> _byResource = new Dictionary<int, SchemaNode>();

    /// <summary>Says which resources of the plan declare the anchor; done once, when all of them are known.</summary>
    public void Define(IReadOnlyDictionary<int, SchemaNode> byResource) => _byResource = byResource;

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks) =>
        Resolve(evaluation.Scratch).IsValid(ref evaluation, at, marks);

    public override bool Report(ref Evaluation evaluation, Report report, int at, Marks? marks)
    {
        var outer = report.Open(Name);
        var valid = Resolve(evaluation.Scratch).Report(ref evaluation, report, at, marks);
        report.Close(outer, Name, at, null);
        return valid;
    }

    private SchemaNode Resolve(Scratch scratch)
    {
        for (var i = 0; i < scratch.ScopeDepth; i++)
        {
            if (_byResource.TryGetValue(scratch.OuterScope(i), out var node))
            {
                return node;
            }
        }

        return initial;
    }
}

using Hub.JsonSchema.Json;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary>A keyword whose errors are those of its subschemas: it has no sentence of its own.</summary>
internal abstract class SubschemaKeyword(string name, JsonTypes appliesTo) : Keyword(name, appliesTo)
{
    public sealed override bool IsPlain => false;

    public abstract override bool Report(ref Evaluation evaluation, Report report, int at, Marks? marks);

    protected sealed override BilingualText Explain(ref Evaluation evaluation, int at) =>
        throw new InvalidOperationException($"The keyword {Name} speaks through its subschemas.");
}

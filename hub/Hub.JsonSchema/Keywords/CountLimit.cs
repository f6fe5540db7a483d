using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>minItems</c>, <c>maxItems</c>, <c>minProperties</c>, <c>maxProperties</c> (Validation 2020-12, 6.4 and 6.5).</summary>
internal sealed class CountLimit(string name, JsonTypes of, int limit, string written, bool upper) : Keyword(name, of)
{
    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks) =>
        upper ? evaluation.Tokens[at].Count <= limit : evaluation.Tokens[at].Count >= limit;

    protected override BilingualText Explain(ref Evaluation evaluation, int at)
    {
        var count = evaluation.Tokens[at].Count;
        return (AppliesTo, upper) switch
        {
            (JsonTypes.Array, true) => Sentences.TooManyItems(written, count),
            (JsonTypes.Array, false) => Sentences.TooFewItems(written, count),
            (_, true) => Sentences.TooManyProperties(written, count),
            (_, false) => Sentences.TooFewProperties(written, count),
        };
    }
}

using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Patterns;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>pattern</c> (Validation 2020-12, 6.3.3): found anywhere in the text.</summary>
internal sealed class PatternKeyword(TextPattern pattern) : Keyword("pattern", JsonTypes.String)
{
    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks) =>
        pattern.IsMatch(ref evaluation, evaluation.Text(at));

    protected override BilingualText Explain(ref Evaluation evaluation, int at) =>
        Sentences.PatternNotMatched(pattern.Source, JsonText.CodePoints(evaluation.Text(at)));
}

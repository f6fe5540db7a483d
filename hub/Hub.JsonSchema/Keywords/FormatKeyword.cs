using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>format</c> as an assertion (Validation 2020-12, 7.2.2).</summary>
internal sealed class FormatKeyword(string format, string? example, FormatCheck check, FormatExplanation? explanation = null) : Keyword("format", JsonTypes.String)
{
    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks) => check(evaluation.Text(at));

    protected override BilingualText Explain(ref Evaluation evaluation, int at) =>
        explanation?.Invoke(evaluation.Text(at)) ?? Sentences.FormatNotFollowed(format, example, JsonText.CodePoints(evaluation.Text(at)));
}

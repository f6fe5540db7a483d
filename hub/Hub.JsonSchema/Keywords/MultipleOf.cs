using System.Text;
using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>multipleOf</c> (Validation 2020-12, 6.2.1), in exact decimal arithmetic.</summary>
internal sealed class MultipleOf(byte[] divisor) : Keyword("multipleOf", JsonTypes.Number)
{
    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks) =>
        ExactNumber.Parse(evaluation.View.Raw(at)).IsMultipleOf(ExactNumber.Parse(divisor));

    protected override BilingualText Explain(ref Evaluation evaluation, int at) => Sentences.NotAMultiple(Encoding.ASCII.GetString(divisor));
}

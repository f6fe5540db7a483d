using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary>
/// <c>minLength</c> and <c>maxLength</c>, in Unicode code points (Validation 2020-12, 6.3). The verdict is the node's own second test, for most
/// texts have limits; this is the keyword's voice.
/// </summary>
internal sealed class LengthLimit(string name, int limit, string written, bool upper) : Keyword(name, JsonTypes.String)
{
    public override bool OnlyReports => true;

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks)
    {
        var length = JsonText.CodePoints(evaluation.Text(at));
        return upper ? length <= limit : length >= limit;
    }

    protected override BilingualText Explain(ref Evaluation evaluation, int at)
    {
        var length = JsonText.CodePoints(evaluation.Text(at));
        return upper ? Sentences.TextTooLong(written, length) : Sentences.TextTooShort(written, length);
    }
}

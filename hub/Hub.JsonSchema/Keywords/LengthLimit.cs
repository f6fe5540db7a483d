using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>minLength</c> and <c>maxLength</c>, in Unicode code points (Validation 2020-12, 6.3).</summary>
internal sealed class LengthLimit(string name, int limit, string written, bool upper) : Keyword(name, JsonTypes.String)
{
    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks)
    {
        // A code point takes one to four bytes of text, and up to twelve when escaped (two \uXXXX).
        ref readonly var token = ref evaluation.Tokens[at];
        if (upper ? token.Length <= limit : token.Length < limit)
        {
            return upper;
        }

        if (!upper && (token.Escaped ? (token.Length + 11) / 12 : (token.Length + 3) / 4) >= limit)
        {
            return true;
        }

        var length = JsonText.CodePoints(evaluation.Text(at));
        return upper ? length <= limit : length >= limit;
    }

    protected override BilingualText Explain(ref Evaluation evaluation, int at)
    {
        var length = JsonText.CodePoints(evaluation.Text(at));
        return upper ? Sentences.TextTooLong(written, length) : Sentences.TextTooShort(written, length);
    }
}

using System.Buffers.Text;
using System.Text;
using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary>
/// <c>minimum</c>, <c>maximum</c>, <c>exclusiveMinimum</c>, <c>exclusiveMaximum</c> (Validation 2020-12, 6.2), compared exactly.
/// </summary>
/// <param name="name">The keyword.</param>
/// <param name="limit">The limit, as the schema writes it.</param>
/// <param name="side">-1 for a lower limit, 1 for an upper one.</param>
/// <param name="exclusive">Whether the limit itself is refused.</param>
internal sealed class NumberLimit(string name, byte[] limit, int side, bool exclusive) : Keyword(name, JsonTypes.Number)
{
    // Whole numbers of up to 18 digits, nearly all that come, compare as they are.
    private const int SmallDigits = 18;

    private readonly long? _whole = limit.Length <= SmallDigits && Utf8Parser.TryParse(limit, out long whole, out var read) && read == limit.Length ? whole : null;

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks)
    {
        var token = evaluation.Tokens[at];
        if (_whole is { } bound && !token.Fractional && token.Length <= SmallDigits && Utf8Parser.TryParse(evaluation.View.Raw(at), out long value, out _))
        {
            var order = value.CompareTo(bound) * side;
            return order < 0 || (order == 0 && !exclusive);
        }

        var comparison = ExactNumber.Parse(evaluation.View.Raw(at)).CompareTo(ExactNumber.Parse(limit)) * side;
        return comparison < 0 || (comparison == 0 && !exclusive);
    }

    protected override BilingualText Explain(ref Evaluation evaluation, int at)
    {
        var (fr, en) = (side, exclusive) switch
        {
            (< 0, false) => ("supérieur ou égal à", "at least"),
            (< 0, true) => ("strictement supérieur à", "greater than"),
            (_, false) => ("inférieur ou égal à", "at most"),
            (_, true) => ("strictement inférieur à", "less than"),
        };
        return Sentences.NumberOutOfRange(fr, en, Encoding.ASCII.GetString(limit));
    }
}

using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>contains</c> with <c>minContains</c> and <c>maxContains</c> (Core 2020-12, 10.3.1.3; Validation 2020-12, 6.4.4 and 6.4.5).</summary>
/// <param name="schema">What an item must be to count.</param>
/// <param name="least">Least number of such items; null when not said, which means one.</param>
/// <param name="most">Most of them; null for no limit.</param>
/// <param name="marksItems">Whether the items that count are evaluated for <c>unevaluatedItems</c>: from 2020-12 on.</param>
internal sealed class Contains(SchemaNode schema, long? least, long? most, bool marksItems) : Keyword("contains", JsonTypes.Array)
{
    public override bool IsPlain => false;

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks)
    {
        var marked = marksItems ? marks : null;
        var needed = least ?? 1;
        if (needed > evaluation.Tokens[at].Count)
        {
            return false;
        }

        var matching = Count(ref evaluation, at, marked, stopAt: marked is not null ? long.MaxValue : most is { } limit ? limit + 1 : needed);
        return matching >= needed && matching <= (most ?? long.MaxValue);
    }

    public override bool Report(ref Evaluation evaluation, Report report, int at, Marks? marks)
    {
        var matching = Count(ref evaluation, at, marksItems ? marks : null, long.MaxValue);
        if (matching < (least ?? 1))
        {
            report.Fail(least is null ? "contains" : "minContains", at, Sentences.TooFewMatching(least ?? 1, matching));
            return false;
        }

        if (matching > most)
        {
            report.Fail("maxContains", at, Sentences.TooManyMatching(most.Value, matching));
            return false;
        }

        return true;
    }

    protected override BilingualText Explain(ref Evaluation evaluation, int at) =>
        Sentences.TooFewMatching(least ?? 1, Count(ref evaluation, at, null, long.MaxValue));

    private long Count(ref Evaluation evaluation, int at, Marks? marks, long stopAt)
    {
        var matching = 0L;
        var place = 0;
        var end = evaluation.Tokens[at].Next;
        for (var item = at + 1; item < end && matching < stopAt; item = evaluation.Tokens[item].Next, place++)
        {
            if (schema.IsValid(ref evaluation, item))
            {
                matching++;
                marks?.Set(place);
            }
        }

        return matching;
    }
}

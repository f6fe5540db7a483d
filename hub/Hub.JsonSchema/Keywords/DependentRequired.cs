using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>dependentRequired</c> (Validation 2020-12, 6.5.4), and the lists of names in <c>dependencies</c> before 2019-09.</summary>
internal sealed class DependentRequired(string keyword, Utf8Table triggers, RequiredNames[] needed) : Keyword(keyword, JsonTypes.Object)
{
    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks) => FirstUnmet(ref evaluation, at) < 0;

    protected override BilingualText Explain(ref Evaluation evaluation, int at)
    {
        var unmet = FirstUnmet(ref evaluation, at);
        return Sentences.MissingBecauseOf(System.Text.Encoding.UTF8.GetString(triggers[unmet]), needed[unmet].MissingFrom(ref evaluation, at));
    }

    private int FirstUnmet(ref Evaluation evaluation, int at)
    {
        var tokens = evaluation.Tokens;
        var end = tokens[at].Next;
        for (var name = at + 1; name < end; name = tokens[name + 1].Next)
        {
            var trigger = triggers.Find(evaluation.Text(name), -1);
            if (trigger >= 0 && (!evaluation.Spend(1) || !needed[trigger].AllIn(ref evaluation, at)))
            {
                return trigger;
            }
        }

        return -1;
    }
}

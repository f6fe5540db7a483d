using Hub.JsonSchema.Json;
using Hub.JsonSchema.Messages;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Keywords;

/// <summary><c>anyOf</c> and <c>oneOf</c> (Core 2020-12, 10.2.1.2 and 10.2.1.3).</summary>
internal sealed class AnyOf(SchemaNode[] branches, bool onlyOne) : Keyword(onlyOne ? "oneOf" : "anyOf", JsonTypes.Any)
{
    public override bool IsPlain => false;

    public override IEnumerable<SchemaNode> InPlace => branches;

    public override bool IsValid(ref Evaluation evaluation, int at, Marks? marks)
    {
        var matching = 0;
        foreach (var branch in branches)
        {
            if (branch.IsValidOrUnseen(ref evaluation, at, marks))
            {
                matching++;
                if (onlyOne ? matching > 1 : marks is null)
                {
                    break;
                }
            }
        }

        return onlyOne ? matching == 1 : matching > 0;
    }

    public override bool Report(ref Evaluation evaluation, Report report, int at, Marks? marks)
    {
        // The verdict first: what a branch says against the value is an error only when the branches together refuse it.
        var valid = IsValid(ref evaluation, at, marks);
        if (valid && !report.WantsAnnotations)
        {
            return true;
        }

        var agreeing = new bool[branches.Length];
        for (var i = 0; i < branches.Length; i++)
        {
            agreeing[i] = branches[i].IsValid(ref evaluation, at);
        }

        // Branches that agree are walked for their annotations; the others only when none agrees: past one too many, their errors would mislead.
        var matching = agreeing.Count(agrees => agrees);
        var outer = report.Open(Name);
        for (var i = 0; i < branches.Length && !report.IsFull; i++)
        {
            if (agreeing[i] ? report.WantsAnnotations : matching == 0)
            {
                report.Push(i);
                branches[i].Report(ref evaluation, report, at, null);
                report.Pop();
            }
        }

        report.Close(outer, Name, at, valid ? null : Message(ref evaluation, at, matching));
        return valid;
    }

    protected override BilingualText Explain(ref Evaluation evaluation, int at) => Message(ref evaluation, at, 0);

    private BilingualText Message(ref Evaluation evaluation, int at, int matching)
    {
        var came = WhatCame.Describe(ref evaluation, at);
        return onlyOne ? Sentences.NotOneBranch(branches.Length, matching, came) : Sentences.NoBranch(branches.Length, came);
    }
}

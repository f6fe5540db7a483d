namespace Hub.Expressions.JavaScript.Syntax;

/// <summary>What a function keeps apart from the code around it, to be put back after it.</summary>
internal readonly record struct FunctionState(
    bool InAsync, bool InGenerator, bool InParameters, bool AllowsSuperMember, bool AllowsSuperCall, bool AllowsNewTarget, bool AllowsReturn,
    int Loops, int Switches, List<(string Name, bool IsLoop)> Labels, int PendingShorthandDefault, int Nesting)
{
    public static FunctionState Take(ParseContext context) => new(
        context.InAsync, context.InGenerator, context.InParameters, context.AllowsSuperMember, context.AllowsSuperCall, context.AllowsNewTarget, context.AllowsReturn,
        context.Loops, context.Switches, context.Labels, context.PendingShorthandDefault, context.Nesting);

    public void Restore(ParseContext context)
    {
        (context.InAsync, context.InGenerator, context.InParameters) = (InAsync, InGenerator, InParameters);
        (context.AllowsSuperMember, context.AllowsSuperCall, context.AllowsNewTarget) = (AllowsSuperMember, AllowsSuperCall, AllowsNewTarget);
        context.AllowsReturn = AllowsReturn;
        (context.Loops, context.Switches, context.Labels) = (Loops, Switches, Labels);
        (context.PendingShorthandDefault, context.Nesting) = (PendingShorthandDefault, Nesting);
    }
}

using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Primitives;

/// <summary>Ends the whole workflow at once: nothing that is queued or waits goes on.</summary>
internal sealed class Finish : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Finish",
        Category = Categories.Primitives,
        DisplayName = ("Finish", "Terminer le workflow"),
        Description = ("Ends the whole workflow at once.", "Termine tout le workflow immédiatement."),
        IsTerminal = true,
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        // Its own completion first, so that the record says so; then nothing is left to tell anybody.
        context.Complete();
        context.Run.Finish();
        return default;
    }
}

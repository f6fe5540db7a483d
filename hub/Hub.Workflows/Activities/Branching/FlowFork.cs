using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Branching;

/// <summary>Leaves through all of its branches at once.</summary>
internal sealed class FlowFork : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.FlowFork",
        Category = Categories.Branching,
        DisplayName = ("Fork (flow)", "Embranchement (flux)"),
        Description = ("Goes on along several branches beside each other.", "Continue par plusieurs branches en parallèle."),
        Inputs =
        [
            new()
            {
                Name = "Branches",
                TypeName = "String[]",
                Description = ("Names of the branches.", "Noms des branches."),
                UIHint = "dynamic-outcomes",
                DefaultSyntax = "Object",
            },
        ],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var branches = context.GetTexts("Branches");
        if (branches.Count == 0)
        {
            context.Complete();
        }
        else
        {
            context.Complete(branches);
        }

        return default;
    }
}

using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Branching;

/// <summary>Leaves through True or False.</summary>
internal sealed class FlowDecision : Activity
{
    private static readonly IReadOnlyList<string> WhenTrue = ["True"];
    private static readonly IReadOnlyList<string> WhenFalse = ["False"];

    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.FlowDecision",
        Category = Categories.Branching,
        DisplayName = ("Decision", "Décision"),
        Description = ("Goes on along True or False, by a condition.", "Continue par Vrai ou Faux, selon une condition."),
        Inputs = [new() { Name = "Condition", TypeName = "Boolean", Description = ("The condition.", "La condition."), DefaultValue = JsonValues.False }],
        Ports = [PortDescriptor.Flow("True", ("True", "Vrai")), PortDescriptor.Flow("False", ("False", "Faux"))],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Complete(context.GetBoolean("Condition") ? WhenTrue : WhenFalse);
        return default;
    }
}

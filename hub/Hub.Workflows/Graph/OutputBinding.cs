namespace Hub.Workflows.Graph;

/// <summary>Where an activity's output goes besides the output register (contract §2.2).</summary>
/// <param name="Declaring">The step that declares the bound variable; null when it is bound to no declared variable.</param>
/// <param name="Slot">The variable's position there.</param>
/// <param name="WorkflowOutput">Name of the workflow output it is bound to, or null.</param>
internal readonly record struct OutputBinding(GraphNode? Declaring, int Slot, string? WorkflowOutput)
{
    public bool IsBound => Declaring is not null || WorkflowOutput is not null;
}

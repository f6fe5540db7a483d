using Hub.Workflows.Activities;
using Hub.Workflows.Definitions;

namespace Hub.Workflows.Graph;

/// <summary>Turns a definition into the graph that runs: once per version.</summary>
/// <param name="registry">The activities that definitions may use.</param>
/// <param name="definitions">Finds definitions used as activities; null when there are none.</param>
public sealed class WorkflowCompiler(ActivityRegistry registry, IDefinitionSource? definitions = null)
{
    /// <summary>Compiles a definition. What can run in spite of a mistake becomes a warning.</summary>
    /// <exception cref="DefinitionException">Duplicate ids in one container, wrong types, or a definition that contains itself.</exception>
    public WorkflowGraph Compile(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        // 1. every step, parents before children; 2. ids; 3. inputs, outputs and children of each step; 4. what starts it.
        var tree = new GraphTree(registry, definitions, definition);
        tree.ReadSteps();
        tree.AssignIds();
        var linker = new GraphLinker(definition, tree);
        linker.Link();
        var triggers = TriggerFinder.Find(tree.Nodes, linker.Warnings, out var refusals);
        return new WorkflowGraph(definition, [.. tree.Nodes], [.. tree.Warnings, .. linker.Warnings], triggers, refusals) { ReadsOutputs = linker.ReadsOutputs };
    }
}

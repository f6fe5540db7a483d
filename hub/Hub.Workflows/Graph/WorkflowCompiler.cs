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
        _ = (registry, definitions);
        throw new NotImplementedException();
    }
}

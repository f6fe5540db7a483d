using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Checks;

/// <summary>What is wrong with a workflow although it loads, found without running it.</summary>
internal sealed class WorkflowChecks
{
    /// <summary>Every finding, in the order of the definition's steps.</summary>
    /// <param name="graph">Of a draft or a published version, as <see cref="GraphCache.Check"/> compiles it.</param>
    public IReadOnlyList<CheckFinding> Of(WorkflowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return [];
    }
}

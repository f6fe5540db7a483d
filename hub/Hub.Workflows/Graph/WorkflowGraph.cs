using Hub.Workflows.Definitions;

namespace Hub.Workflows.Graph;

/// <summary>A definition version ready to run: immutable, shared by all its instances and by all threads.</summary>
public sealed class WorkflowGraph
{
    internal WorkflowGraph(WorkflowDefinition definition, GraphNode[] nodes, IReadOnlyList<DefinitionWarning> warnings, IReadOnlyList<Trigger> triggers, IReadOnlyList<LocalizedText> publicationErrors)
    {
        Definition = definition;
        AllNodes = nodes;
        Warnings = warnings;
        Triggers = triggers;
        PublicationErrors = publicationErrors;
    }

    /// <summary>The definition it was made from.</summary>
    public WorkflowDefinition Definition { get; }

    /// <summary>The workflow itself: the step that holds the root activity.</summary>
    public GraphNode Workflow => AllNodes[0];

    /// <summary>All steps, each at its <see cref="GraphNode.Index"/>; a parent comes before its children.</summary>
    public IReadOnlyList<GraphNode> Nodes => AllNodes;

    /// <summary>What is wrong with the definition although it loads.</summary>
    public IReadOnlyList<DefinitionWarning> Warnings { get; }

    /// <summary>What starts new instances once the definition is published.</summary>
    public IReadOnlyList<Trigger> Triggers { get; }

    /// <summary>Why it must not be published (a wrong cron expression …); empty when it may.</summary>
    public IReadOnlyList<LocalizedText> PublicationErrors { get; }

    /// <summary>
    /// Whether a script of it may ask for what earlier steps gave out (<c>getOutputFrom</c>, <c>getXFromY</c>, <c>getLastResult</c>). Where none
    /// does, an instance need not carry these values with it.
    /// </summary>
    public bool ReadsOutputs { get; internal init; } = true;

    internal GraphNode[] AllNodes { get; }

    /// <summary>The first step, in definition order, with this activity id, or null.</summary>
    public GraphNode? FindById(string activityId) => Array.Find(AllNodes, node => node.Id == activityId);

    /// <summary>The step with this path, or null.</summary>
    public GraphNode? FindByNodeId(string nodeId) => (_byNodeId ??= AllNodes.ToDictionary(node => node.NodeId, StringComparer.Ordinal)).GetValueOrDefault(nodeId);

    // Built when first asked for: two threads may both build it, and either is right.
    private Dictionary<string, GraphNode>? _byNodeId;
}

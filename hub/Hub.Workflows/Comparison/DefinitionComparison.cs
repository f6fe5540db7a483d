using Hub.Workflows.Definitions;

namespace Hub.Workflows.Comparison;

/// <summary>What differs between two definitions, or two versions of one, for whoever runs or reads them.</summary>
/// <remarks>
/// Not compared: identity, version and dates, which the store keeps; ids of steps that stand where they stood under the same name; the order
/// of members in the JSON and of steps in a flowchart. Positions, sizes and the bends of lines are counted apart.
/// </remarks>
public sealed record DefinitionComparison
{
    /// <summary>The differences: the workflow's own first, then each step's in the order of the definition, then connections.</summary>
    public required IReadOnlyList<DefinitionChange> Changes { get; init; }

    /// <summary>How many boxes were moved or resized and how many lines were bent otherwise, of those that both have.</summary>
    public required int LayoutChanges { get; init; }

    /// <summary>Whether nothing differs but, perhaps, the layout.</summary>
    public bool IsSame => Changes.Count == 0;

    /// <summary>How many changes are of a kind.</summary>
    public int Count(ChangeKind kind) => Changes.Count(change => change.Kind == kind);

    /// <summary>The whole in one sentence.</summary>
    public LocalizedText Summary => ChangeSentences.Summary(this);

    /// <summary>Compares two definitions.</summary>
    /// <exception cref="InsufficientExecutionStackException">A value nests deeper than the thread's stack allows (thousands of levels).</exception>
    public static DefinitionComparison Of(WorkflowDefinition before, WorkflowDefinition after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);

        // 1. all steps of both; 2. which of one is which of the other; 3. what differs, from the outside in.
        var earlier = Drawing.Read(before.Root);
        var later = Drawing.Read(after.Root);
        ActivityMatching.Match(earlier, later);
        var changes = new List<DefinitionChange>();
        HeadingChanges.Find(before, after, changes);
        ActivityChanges.Find(earlier, later, changes);
        ConnectionChanges.Find(earlier, later, changes);
        return new DefinitionComparison { Changes = changes, LayoutChanges = LayoutDifference.Count(earlier, later) };
    }
}

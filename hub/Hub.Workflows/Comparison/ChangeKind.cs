namespace Hub.Workflows.Comparison;

/// <summary>What became of a part of a definition.</summary>
public enum ChangeKind
{
    /// <summary>Only the later one has it.</summary>
    Added,

    /// <summary>Only the earlier one has it.</summary>
    Removed,

    /// <summary>Both have it, but not alike.</summary>
    Changed,
}

namespace Hub.Workflows.Children;

/// <summary>What a burst has to say to the instance's family. Made only by bursts that have something to say: most have not.</summary>
internal sealed class FamilyNews
{
    /// <summary>Children to start.</summary>
    public List<ChildWorkflow> Started { get; } = [];

    /// <summary>Children to cancel with this instance.</summary>
    public IReadOnlyList<string> Cancelled { get; set; } = [];

    /// <summary>What to tell the parent.</summary>
    public ChildEnd? End { get; set; }
}

namespace Hub.Workflows.Activities;

/// <summary>One output of a kind of activity.</summary>
public sealed record OutputDescriptor
{
    /// <summary>The usual only output.</summary>
    public const string Result = "Result";

    /// <summary>PascalCase name.</summary>
    public required string Name { get; init; }

    /// <summary>Type alias (contract §1.4).</summary>
    public string TypeName { get; init; } = "Object";

    /// <summary>Label; null derives one from the name.</summary>
    public LocalizedText? DisplayName { get; init; }

    /// <summary>What it holds.</summary>
    public LocalizedText Description { get; init; } = LocalizedText.None;

    /// <summary>Whether the designer shows it.</summary>
    public bool IsBrowsable { get; init; } = true;

    /// <summary>Whether the journal keeps it; false for what only says once more what other outputs say.</summary>
    public bool IsRecorded { get; init; } = true;

    /// <summary>Whether it stands for an output of a definition used as an activity.</summary>
    public bool IsSynthetic { get; init; }
}

using System.Text.Json;

namespace Hub.Workflows.Comparison;

/// <summary>One difference between two definitions that means something for what runs or for who reads it; the layout is none.</summary>
public sealed record DefinitionChange
{
    /// <summary>Added, removed or changed.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>What kind of thing differs.</summary>
    public required ChangeSubject Subject { get; init; }

    /// <summary>The step in the earlier definition; null where the change is about no step, or about one that was not there.</summary>
    public ComparedActivity? ActivityBefore { get; init; }

    /// <summary>The step in the later definition; null where the change is about no step, or about one that is not there any more.</summary>
    public ComparedActivity? ActivityAfter { get; init; }

    /// <summary>The step as it is now, or as it was when it is gone.</summary>
    public ComparedActivity? Activity => ActivityAfter ?? ActivityBefore;

    /// <summary>The name of what differs: an input, an outcome, a variable, an option; null where the subject says it all.</summary>
    public string? Name { get; init; }

    /// <summary>The value in the earlier definition; not set when there is none.</summary>
    public JsonElement Before { get; init; }

    /// <summary>The value in the later definition; not set when there is none.</summary>
    public JsonElement After { get; init; }

    /// <summary>Where both values are texts or structures: the lines that differ, with two that are the same around each; empty otherwise.</summary>
    public IReadOnlyList<LineChange> Lines { get; init; } = [];

    /// <summary>The change as a sentence.</summary>
    public required LocalizedText Text { get; init; }
}

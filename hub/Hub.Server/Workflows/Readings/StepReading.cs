using Hub.Server.Schemas.Impact;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Readings;

/// <summary>One path that one expression of a workflow reads from a value whose schema is known.</summary>
/// <param name="Origin">Where the value came in, and how its schema is referred to there.</param>
/// <param name="Path">From the root of that schema's documents.</param>
internal sealed record StepReading(SchemaReaderKind Kind, string Place, int Line, int Column, ValueOrigin Origin, IReadOnlyList<string> Path, ReadingExtent Extent)
{
    /// <summary>The step that reads.</summary>
    public required GraphNode Step { get; init; }

    /// <summary>Its member that holds the expression.</summary>
    public required string Input { get; init; }
}

/// <summary>What a value of a workflow is a part of.</summary>
/// <param name="Urn">The schema of the whole document.</param>
/// <param name="Reference">As the definition or the manifest writes it.</param>
/// <param name="Path">Where in the document the value lies.</param>
internal sealed record ValueOrigin(string Urn, string Reference, IReadOnlyList<string> Path)
{
    public ValueOrigin Below(params ReadOnlySpan<string> segments) => this with { Path = [.. Path, .. segments] };
}

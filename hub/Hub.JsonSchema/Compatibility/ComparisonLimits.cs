namespace Hub.JsonSchema.Compatibility;

/// <summary>How schemas are compared and how much work may be spent. What is not decided within the limits is unknown, never guessed.</summary>
public sealed record ComparisonLimits
{
    /// <summary>The defaults.</summary>
    public static ComparisonLimits Default { get; } = new();

    /// <summary>
    /// How both schemas are compiled, and the two validators with them. Default: <see cref="SchemaOptions.AssertFormats"/> set, as the hub
    /// validates; everything else as <see cref="SchemaOptions"/> has it.
    /// </summary>
    public SchemaOptions Options { get; init; } = new() { AssertFormats = true };

    /// <summary>Most steps of reasoning for each question (one for each keyword that differs). Default 5,000, well under a second.</summary>
    public int MaxSteps { get; init; } = 5_000;

    /// <summary>Most documents that are generated and tried where reasoning alone does not decide. Default 200.</summary>
    public int MaxSamples { get; init; } = 200;

    /// <summary>Most changes that are told for each direction. Default 50.</summary>
    public int MaxChanges { get; init; } = 50;

    /// <summary>Where the generated documents start from: the same seed gives the same report. Default 1.</summary>
    public int Seed { get; init; } = 1;
}

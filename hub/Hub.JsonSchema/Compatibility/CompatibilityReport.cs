namespace Hub.JsonSchema.Compatibility;

/// <summary>What two versions of a schema mean for one another.</summary>
/// <param name="Backward">Whether the newer one accepts all that the older one accepts: a new reader of old documents.</param>
/// <param name="Forward">Whether the older one accepts all that the newer one accepts: an old reader of new documents.</param>
/// <param name="Changes">Each place that breaks, or may break, one of the two; empty when both are compatible. Backward ones first, then by instance path.</param>
public sealed record CompatibilityReport(Verdict Backward, Verdict Forward, IReadOnlyList<SchemaChange> Changes)
{
    /// <summary>Both directions together: incompatible when one is, compatible when both are proved.</summary>
    public Verdict Full =>
        Backward == Verdict.Incompatible || Forward == Verdict.Incompatible ? Verdict.Incompatible
        : Backward == Verdict.Compatible && Forward == Verdict.Compatible ? Verdict.Compatible
        : Verdict.Unknown;

    /// <summary>The version number that must grow. What could not be proved compatible asks for a major one.</summary>
    public VersionStep Step => Backward != Verdict.Compatible ? VersionStep.Major : Forward != Verdict.Compatible ? VersionStep.Minor : VersionStep.Patch;
}

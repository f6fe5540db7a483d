using Hub.Server.Schemas.Members;

namespace Hub.Server.Schemas.Impact;

/// <summary>What a version of a schema does to those who read its documents.</summary>
/// <param name="Breaks">Those that read what is no longer there or no longer the same.</param>
/// <param name="MayBreak">Those of which that depends on the run: a computed path, a value handed on whole, a member that may now be missing.</param>
internal sealed record ImpactReport(string Id, string Version, IReadOnlyList<AffectedReader> Breaks, IReadOnlyList<AffectedReader> MayBreak)
{
    /// <summary>Those that break and move to the version without anybody changing them.</summary>
    public IEnumerable<AffectedReader> Blocking => Breaks.Where(reader => !reader.IsPinned);
}

/// <summary>One place that is concerned.</summary>
/// <param name="Reading">The first of its readings that is concerned.</param>
/// <param name="IsPinned">Whether its reference names a version or major of its own, so that it stays where it is until somebody changes it.</param>
/// <param name="Changes">What concerns it.</param>
internal sealed record AffectedReader(SchemaReading Reading, bool IsPinned, IReadOnlyList<MemberChange> Changes);

using Hub.JsonSchema.Compatibility;

namespace Hub.Server.Schemas;

/// <summary>A comparison as callers see it.</summary>
internal static class CompatibilityView
{
    public static object Of(SchemaVersion older, SchemaVersion newer, CompatibilityReport report) => new
    {
        newer.Id,
        older = older.Version,
        newer = newer.Version,
        report.Backward,
        report.Forward,
        report.Full,
        step = report.Step,
        needed = SchemaProblems.Needed(older, report.Step),
        changes = report.Changes.Select(change => new
        {
            change.Direction,
            change.Verdict,
            path = change.InstancePath,
            change.OldKeywordLocation,
            change.NewKeywordLocation,
            change.Keyword,
            message = new LocalizedText(change.Message.Fr, change.Message.En),
            change.Witness,
        }),
    };

    /// <summary>What a publication says of it; null where there was nothing to compare with.</summary>
    public static object? Summary(PublishedSchema outcome) => outcome is { Older: { } older, Report: { } report }
        ? new { with = older.Version, report.Backward, report.Forward, step = report.Step }
        : null;
}

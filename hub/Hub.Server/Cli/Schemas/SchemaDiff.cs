using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hub.JsonSchema;
using Hub.JsonSchema.Compatibility;
using Hub.Server.Schemas;

namespace Hub.Server.Cli.Schemas;

/// <summary><c>hub schema diff</c>: what a new version of a schema means for those who use the old one.</summary>
internal static class SchemaDiff
{
    private static readonly ComparisonLimits Limits = new() { Options = SchemaSources.Options };

    public static Command Create()
    {
        var older = new Argument<string>("OLD") { Description = "A schema file, or an identifier such as identity.pivot (the latest version), identity.pivot@1.0.0 or urn:hub:schema:identity:pivot:1.0.0" };
        var newer = new Argument<string>("NEW") { Description = "The same for the newer version" };
        var mode = new Option<string>("--mode")
        {
            Description = "backward: readers of the new version understand documents of the old one; forward: readers of the old version understand new documents; full: both",
            DefaultValueFactory = _ => "backward",
        };
        mode.AcceptOnlyFromAmong("backward", "forward", "full");
        var json = CommandSettings.JsonOption();
        var command = new Command(
            "diff",
            "Compare two versions of a schema: is the new one compatible, where not, shown by which document, and which version number must grow. "
            + "Exit codes: 0 proved compatible in the asked mode; 1 breaking, or not proved; 2 a schema cannot be used.")
        {
            older, newer, mode, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var sources = await SchemaSources.OpenAsync(parsed, cancellationToken);
            var before = await sources.ReadAsync("OLD", parsed.GetRequiredValue(older), cancellationToken);
            var after = await sources.ReadAsync("NEW", parsed.GetRequiredValue(newer), cancellationToken);
            var report = Compare(sources.Registry, before, after);
            var verdict = parsed.GetRequiredValue(mode) switch
            {
                "forward" => report.Forward,
                "full" => report.Full,
                _ => report.Backward,
            };
            var versions = VersionFit.Of(before.Id, after.Id, report.Step);
            await (parsed.GetValue(json) ? WriteJsonAsync(parsed, before, after, report, versions) : WriteTextAsync(parsed, before, after, report, versions));
            return verdict == Verdict.Compatible ? ExitCodes.Done : ExitCodes.Negative;
        });
        return command;
    }

    private static CompatibilityReport Compare(SchemaRegistry registry, SchemaSource before, SchemaSource after)
    {
        // Each is compiled alone first, so that a mistake is told of the one that has it.
        foreach (var source in new[] { before, after })
        {
            try
            {
                registry.Compile(source.Schema, SchemaSources.Options);
            }
            catch (SchemaException error)
            {
                throw new CommandRefusedException($"{source.Argument}: '{source.Name}' cannot be used: at '{error.Pointer}' of '{error.SchemaUri}': {SchemaSources.Text(error.Reason)}");
            }
        }

        return SchemaComparison.Compare(registry, before.Schema, after.Schema, Limits);
    }

    private static async Task WriteTextAsync(ParseResult parsed, SchemaSource before, SchemaSource after, CompatibilityReport report, VersionFit versions)
    {
        await parsed.WriteAsync($"{before.Name} -> {after.Name}");
        await parsed.WriteAsync($"backward (new reader, old documents): {Word(report.Backward)}");
        await parsed.WriteAsync($"forward (old reader, new documents): {Word(report.Forward)}");
        await parsed.WriteAsync($"version: {versions.Sentence}");
        foreach (var change in report.Changes)
        {
            await parsed.WriteAsync("");
            await parsed.WriteAsync($"{(change.Direction == Direction.Backward ? "backward" : "forward")} {(change.Verdict == Verdict.Unknown ? "unknown" : "BREAKS")} at {(change.InstancePath.Length == 0 ? "(root)" : change.InstancePath)} [{change.Keyword}]");
            await parsed.WriteAsync($"  {SchemaSources.Text(change.Message)}");
            await parsed.WriteAsync($"  old: {Place(change.OldKeywordLocation)}");
            await parsed.WriteAsync($"  new: {Place(change.NewKeywordLocation)}");
            if (change.Witness is { } witness)
            {
                await parsed.WriteAsync($"  witness: {witness.GetRawText()}");
            }
        }
    }

    private static Task WriteJsonAsync(ParseResult parsed, SchemaSource before, SchemaSource after, CompatibilityReport report, VersionFit versions) =>
        parsed.WriteJsonAsync(new
        {
            Older = new { before.Name, before.Id },
            Newer = new { after.Name, after.Id },
            Backward = Word(report.Backward),
            Forward = Word(report.Forward),
            Full = Word(report.Full),
            Step = versions.Asked,
            versions.Obeyed,
            versions.Sentence,
            Changes = report.Changes.Select(change => new
            {
                Direction = change.Direction == Direction.Backward ? "backward" : "forward",
                Verdict = Word(change.Verdict),
                change.InstancePath,
                change.OldKeywordLocation,
                change.NewKeywordLocation,
                change.Keyword,
                change.Message,
                change.Witness,
            }),
        });

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Compatible => "compatible",
        Verdict.Incompatible => "breaking",
        _ => "unknown",
    };

    private static string Place(string location) => location.Length == 0 ? "(nothing speaks of that place)" : location;

    /// <summary>Whether the version numbers in the two identifiers grow as the change asks.</summary>
    /// <param name="Asked"><c>patch</c>, <c>minor</c> or <c>major</c>.</param>
    /// <param name="Obeyed">Null when the identifiers tell no versions.</param>
    /// <param name="Sentence">The same for people.</param>
    private sealed record VersionFit(string Asked, bool? Obeyed, string Sentence)
    {
        public static VersionFit Of(string? older, string? newer, VersionStep step)
        {
            var asked = step switch
            {
                VersionStep.Patch => "patch",
                VersionStep.Minor => "minor",
                _ => "major",
            };
            if (Version(older) is not { } before || Version(newer) is not { } after)
            {
                return new VersionFit(asked, null, $"the change asks for a {asked} version; the identifiers tell no versions (urn:hub:schema:domain:name:1.0.0)");
            }

            var obeyed = after > before && step switch
            {
                VersionStep.Patch => true,
                VersionStep.Minor => after.Major > before.Major || after.Minor > before.Minor,
                _ => after.Major > before.Major,
            };
            var needed = step switch
            {
                VersionStep.Patch => new SemanticVersion(before.Major, before.Minor, before.Patch + 1),
                VersionStep.Minor => new SemanticVersion(before.Major, before.Minor + 1, 0),
                _ => new SemanticVersion(before.Major + 1, 0, 0),
            };
            return new VersionFit(asked, obeyed, obeyed
                ? string.Create(CultureInfo.InvariantCulture, $"the change asks for a {asked} version; {before} -> {after} is right")
                : string.Create(CultureInfo.InvariantCulture, $"the change asks for a {asked} version; {before} -> {after} is WRONG, number it {needed}"));
        }

        private static SemanticVersion? Version(string? id) =>
            id?.Split(':') is ["urn", "hub", "schema", _, _, var text] && SemanticVersion.TryParse(text, out var version) ? version : null;
    }
}

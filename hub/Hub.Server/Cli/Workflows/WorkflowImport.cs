using System.CommandLine;
using System.Text.Json;
using Hub.Server.Schemas;
using Hub.Server.Workflows;
using Hub.Workflows.Comparison;

namespace Hub.Server.Cli.Workflows;

/// <summary><c>hub workflow import</c>: files into the store, with what they change.</summary>
internal static class WorkflowImport
{
    public static Command Create()
    {
        var places = new Argument<string[]>("PATH") { Description = "Workflow files, or folders of them (NAME.json, NAME/workflow.json)", Arity = ArgumentArity.OneOrMore };
        var rehearse = new Option<bool>("--dry-run") { Description = "Only tell what would change; nothing is written" };
        var publish = new Option<bool>("--publish") { Description = "Put what is new or changed into force; otherwise it is a draft" };
        var tenant = new Option<string>("--tenant") { Description = "The SIREN whose workflows these are; * for what all local authorities share", DefaultValueFactory = _ => TenantIds.Shared.Value };
        var json = CommandSettings.JsonOption();
        var command = new Command(
            "import",
            "Import definitions into the store of a hub that does not run; it takes them up at its next start. A file that says what the store says already makes no new version. "
            + "Exit codes: 0 done; 1 a file was refused or could not be published; 2 could not be carried out.")
        {
            places, rehearse, publish, tenant, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var files = WorkflowSources.Files(parsed.GetRequiredValue(places));
            var request = new FileImportRequest(new TenantId(parsed.GetRequiredValue(tenant)), "cli", parsed.GetValue(publish), parsed.GetValue(rehearse));
            var imported = await ImportAsync(parsed.Settings(), files, request, cancellationToken);
            await (parsed.GetValue(json) ? parsed.WriteJsonAsync(imported.Select(Json)) : WriteTextAsync(parsed, imported, request));
            return imported.TrueForAll(file => file.Errors.Count == 0) ? ExitCodes.Done : ExitCodes.Negative;
        });
        return command;
    }

    private static async Task<List<ImportedFile>> ImportAsync(HubOptions options, IReadOnlyList<string> files, FileImportRequest request, CancellationToken cancellationToken)
    {
        using var folder = DataFolderLock.Take(options.Data);
        await using var app = HubServer.Build(options, isQuiet: true);
        app.Services.GetRequiredService<SchemaCatalog>().Load(options.Schemas);
        var importer = app.Services.GetRequiredService<FileImport>();
        var imported = new List<ImportedFile>();
        foreach (var file in files)
        {
            imported.Add(await importer.ImportAsync(file, request, cancellationToken));
        }

        return imported;
    }

    private static async Task WriteTextAsync(ParseResult parsed, List<ImportedFile> imported, FileImportRequest request)
    {
        foreach (var file in imported)
        {
            await parsed.WriteAsync(Sentence(file, request));
            foreach (var line in file.Comparison is null ? [] : ComparisonWriter.Lines(file.Comparison, WorkflowSources.Language).Where(line => !line.StartsWith("    ", StringComparison.Ordinal)))
            {
                await parsed.WriteAsync($"  {line}");
            }

            foreach (var warning in file.Warnings)
            {
                await parsed.WriteAsync($"  warning {warning.Place}: {warning.Text.In(WorkflowSources.Language)}");
            }

            foreach (var error in file.Errors)
            {
                await parsed.RemarkAsync($"hub: {file.File}: {(file.Outcome == FileOutcome.Refused ? "refused" : "not published")}: {error.En}");
            }
        }

        var counts = imported.CountBy(file => file.Outcome).ToDictionary();
        await parsed.WriteAsync(
            $"{counts.GetValueOrDefault(FileOutcome.New)} new, {counts.GetValueOrDefault(FileOutcome.Changed)} changed, {counts.GetValueOrDefault(FileOutcome.Unchanged)} unchanged, "
            + $"{counts.GetValueOrDefault(FileOutcome.Refused)} refused{(request.IsRehearsal ? "; nothing was written" : "")}.");
    }

    private static string Sentence(ImportedFile file, FileImportRequest request) => file switch
    {
        { Outcome: FileOutcome.Refused } => $"{file.File}: refused",
        { Outcome: FileOutcome.Unchanged } => $"{file.File}: {file.DefinitionId} is unchanged (version {file.Version})",
        _ when request.IsRehearsal => $"{file.File}: {file.DefinitionId} {(file.Outcome == FileOutcome.New ? "would be new" : $"would change version {file.EarlierVersion}")}",
        _ => $"{file.File}: {(file.Outcome == FileOutcome.New ? "new" : "changed")}, imported as {file.DefinitionId} version {file.Version}{(file.IsPublished ? ", published" : "")}",
    };

    private static object Json(ImportedFile file) => new
    {
        file.File,
        file.DefinitionId,
        Outcome = JsonNamingPolicy.CamelCase.ConvertName(file.Outcome.ToString()),
        file.Version,
        file.EarlierVersion,
        file.IsPublished,
        Comparison = file.Comparison is null ? (JsonElement?)null : WorkflowDiff.Json(file.Comparison),
        Warnings = file.Warnings.Select(warning => new { warning.Code, warning.Place, warning.ActivityId, Text = new { Fr = warning.Text.French, En = warning.Text.English } }),
        Errors = file.Errors.Select(error => new { error.Fr, error.En }),
    };
}

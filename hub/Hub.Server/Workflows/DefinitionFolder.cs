using System.Text.Json;
using Hub.Server.Web;
using Hub.Workflows.Comparison;

namespace Hub.Server.Workflows;

/// <summary>
/// Imports and publishes the definitions of a folder at start, for every local authority of this hub, and tells what they change. A file
/// that is already in force as it stands is left alone; one that cannot be used is told and left out, and the hub starts all the same.
/// </summary>
internal sealed partial class DefinitionFolder(FileImport files, IUnitOfWorkStore store, TimeProvider clock, ILogger<DefinitionFolder> logger)
{
    private static readonly FileImportRequest Request = new(TenantIds.Shared, "system", Publish: true);

    public async Task ImportAsync(string? folder, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(folder) || !Directory.Exists(folder))
        {
            return;
        }

        var imported = new List<ImportedFile>();
        foreach (var file in WorkflowFolder.Files(folder))
        {
            var outcome = await files.ImportAsync(file, Request, cancellationToken);
            Tell(outcome);
            imported.Add(outcome);
        }

        if (imported.Count > 0)
        {
            await TellAllAsync(folder, imported, cancellationToken);
        }
    }

    private void Tell(ImportedFile imported)
    {
        foreach (var warning in imported.Warnings)
        {
            Log.Warning(logger, imported.File, warning.Place, warning.Text.English);
        }

        var errors = string.Join(" ", imported.Errors.Select(error => error.En));
        switch (imported)
        {
            case { Outcome: FileOutcome.Refused }:
                Log.Refused(logger, imported.File, errors);
                break;
            case { Errors.Count: > 0 }:
                Log.NotPublished(logger, imported.File, errors);
                break;
            case { Outcome: FileOutcome.New, Version: { } version }:
                Log.Published(logger, imported.DefinitionId, version);
                break;
            case { Comparison: { } comparison, Version: { } version, EarlierVersion: { } earlier }:
                Log.Changed(
                    logger,
                    imported.DefinitionId,
                    version,
                    earlier,
                    comparison.Count(ChangeKind.Added),
                    comparison.Count(ChangeKind.Removed),
                    comparison.Count(ChangeKind.Changed),
                    comparison.LayoutChanges);
                break;
        }
    }

    // A start at which nothing was done leaves a line in the log and nothing in the audit log.
    private async Task TellAllAsync(string folder, List<ImportedFile> imported, CancellationToken cancellationToken)
    {
        var counts = imported.CountBy(file => file.Outcome).ToDictionary();
        var (fresh, changed, same, refused) = (
            counts.GetValueOrDefault(FileOutcome.New),
            counts.GetValueOrDefault(FileOutcome.Changed),
            counts.GetValueOrDefault(FileOutcome.Unchanged),
            counts.GetValueOrDefault(FileOutcome.Refused));
        Log.FolderRead(logger, folder, fresh, changed, same, refused);
        if (fresh + changed + refused == 0)
        {
            return;
        }

        await store.CommitAsync(
            [
                new AuditEntry
                {
                    At = clock.GetUtcNow(),
                    Tenant = Request.Tenant.Value,
                    Actor = Request.Actor,
                    Action = AuditCatalog.WorkflowFolderImported,
                    Subject = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)),
                    Outcome = refused == 0 ? AuditOutcome.Succeeded : AuditOutcome.Failed,
                    Detail = JsonSerializer.Serialize(new { @new = fresh, changed, unchanged = same, refused }),
                },
            ],
            cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(5201, LogLevel.Information, "Workflow {DefinitionId} is new; version {Version} is published.")]
        public static partial void Published(ILogger logger, string definitionId, int version);

        [LoggerMessage(5202, LogLevel.Warning, "Workflow file {File}, {Place}: {Text}")]
        public static partial void Warning(ILogger logger, string file, string place, string text);

        [LoggerMessage(5203, LogLevel.Error, "Workflow file {File} is imported but not published: {Reason}")]
        public static partial void NotPublished(ILogger logger, string file, string reason);

        [LoggerMessage(5204, LogLevel.Error, "Workflow file {File} cannot be loaded: {Reason}")]
        public static partial void Refused(ILogger logger, string file, string reason);

        [LoggerMessage(
            5205,
            LogLevel.Information,
            "Workflow {DefinitionId} has changed; version {Version} is published. Compared with version {Earlier}: {Added} added, {Removed} removed, {Changed} changed, {Moved} moved on the canvas.")]
        public static partial void Changed(ILogger logger, string definitionId, int version, int earlier, int added, int removed, int changed, int moved);

        [LoggerMessage(5206, LogLevel.Information, "Workflows of {Folder}: {New} new, {Changed} changed, {Unchanged} unchanged, {Refused} refused.")]
        public static partial void FolderRead(ILogger logger, string folder, int @new, int changed, int unchanged, int refused);
    }
}

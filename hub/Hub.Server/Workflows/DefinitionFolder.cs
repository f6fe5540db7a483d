using System.Text.Json;
using Hub.Server.Web;
using Hub.Workflows.Definitions;

namespace Hub.Server.Workflows;

/// <summary>
/// Imports and publishes the definitions of a folder at start, for every local authority of this hub. A file that is already in
/// force as it stands is left alone; one that cannot be used is told and left out, and the hub starts all the same.
/// </summary>
internal sealed partial class DefinitionFolder(DefinitionPublisher publisher, IDefinitionStore definitions, ILogger<DefinitionFolder> logger)
{
    public async Task ImportAsync(string? folder, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(folder) || !Directory.Exists(folder))
        {
            return;
        }

        var files = Directory.EnumerateDirectories(folder).Select(sub => Path.Combine(sub, "workflow.json")).Where(File.Exists)
            .Concat(Directory.EnumerateFiles(folder, "*.json"))
            .Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            await ImportFileAsync(file, cancellationToken);
        }
    }

    private async Task ImportFileAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var json = await File.ReadAllBytesAsync(file, cancellationToken);
            var definition = WorkflowDefinition.Parse(json);
            if (definitions.FindPublished(TenantIds.Shared, definition.DefinitionId) is { } current && IsSame(definition, WorkflowDefinition.Parse(current.Json)))
            {
                return;
            }

            var imported = await publisher.ImportAsync(TenantIds.Shared, json, [], cancellationToken);
            foreach (var warning in imported.Warnings)
            {
                Log.Warning(logger, file, warning.Place, warning.Text.English);
            }

            var published = await publisher.PublishAsync(TenantIds.Shared, imported.Definition.DefinitionId, [], cancellationToken);
            if (published.Errors.Count > 0)
            {
                Log.NotPublished(logger, file, string.Join(" ", published.Errors.Select(error => error.En)));
                return;
            }

            Log.Published(logger, imported.Definition.DefinitionId, imported.Definition.Version);
        }
        catch (DefinitionException error)
        {
            Log.Refused(logger, file, error.Message);
        }
    }

    private static bool IsSame(WorkflowDefinition file, WorkflowDefinition current) =>
        file.Name == current.Name && JsonElement.DeepEquals(Content(file), Content(current));

    // Identity, version and dates are the store's affair; all the rest is what a designer drew.
    private static JsonElement Content(WorkflowDefinition definition) => JsonElement.Parse((definition with
    {
        Id = "",
        DefinitionId = "",
        Version = 1,
        CreatedAt = null,
        IsLatest = false,
        IsPublished = false,
    }).ToJson());

    private static partial class Log
    {
        [LoggerMessage(5201, LogLevel.Information, "Workflow {DefinitionId} version {Version} is published.")]
        public static partial void Published(ILogger logger, string definitionId, int version);

        [LoggerMessage(5202, LogLevel.Warning, "Workflow file {File}, {Place}: {Text}")]
        public static partial void Warning(ILogger logger, string file, string place, string text);

        [LoggerMessage(5203, LogLevel.Error, "Workflow file {File} is imported but not published: {Reason}")]
        public static partial void NotPublished(ILogger logger, string file, string reason);

        [LoggerMessage(5204, LogLevel.Error, "Workflow file {File} cannot be loaded: {Reason}")]
        public static partial void Refused(ILogger logger, string file, string reason);
    }
}

using Hub.Server.Cli;
using Hub.Server.Schemas;
using Hub.Server.Storage;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Activities;
using Hub.Workflows.Activities;
using Hub.Workflows.Definitions;
using Hub.Workflows.Graph;

namespace Hub.Server;

/// <summary><c>hub workflow import|lint</c>: definitions in files, without a running hub.</summary>
internal static class WorkflowFiles
{
    public static async Task<WorkflowOutcome> ImportAsync(HubOptions options, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        using var folder = DataFolderLock.Take(options.Data);
        await using var app = HubServer.Build(options, isQuiet: true);
        app.Services.GetRequiredService<SchemaCatalog>().Load(options.Schemas);
        var publisher = app.Services.GetRequiredService<DefinitionPublisher>();
        var lines = new List<string>();
        var succeeded = true;
        foreach (var file in files)
        {
            try
            {
                var imported = await publisher.ImportAsync(TenantIds.Shared, await File.ReadAllBytesAsync(file, cancellationToken), [], cancellationToken);
                lines.Add($"{file}: imported as {imported.Definition.DefinitionId} version {imported.Definition.Version}");
                lines.AddRange(imported.Warnings.Select(warning => $"{file}: warning {warning.Place}: {warning.Text.English}"));
            }
            catch (DefinitionException error)
            {
                succeeded = false;
                lines.Add($"{file}: refused: {error.Message}");
            }
        }

        return new WorkflowOutcome(succeeded, lines);
    }

    public static async Task<WorkflowOutcome> LintAsync(HubOptions options, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var registry = ActivityRegistry.CreateDefault();
        HubActivity.AddTo(registry);
        var compiler = new WorkflowCompiler(registry);
        var lines = new List<string>();
        var succeeded = true;
        foreach (var file in files)
        {
            try
            {
                var graph = compiler.Compile(WorkflowDefinition.Parse(await File.ReadAllBytesAsync(file, cancellationToken)));
                lines.AddRange(graph.PublicationErrors.Select(error => $"{file}: {error.English}"));
                lines.AddRange(graph.Warnings.Select(warning => $"{file}: warning {warning.Place}: {warning.Text.English}"));
                succeeded &= graph.PublicationErrors.Count == 0;
                if (graph.PublicationErrors.Count == 0 && graph.Warnings.Count == 0)
                {
                    lines.Add($"{file}: nothing to remark");
                }
            }
            catch (DefinitionException error)
            {
                succeeded = false;
                lines.Add($"{file}: {error.Message}");
            }
        }

        return new WorkflowOutcome(succeeded, lines);
    }
}

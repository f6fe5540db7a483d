using System.Text.Json;
using Hub.Server.Web;
using Hub.Workflows.Comparison;
using Hub.Workflows.Definitions;
using Hub.Workflows.Files;

namespace Hub.Server.Workflows;

/// <summary>
/// Takes a workflow file into the store and tells what it changes. A file that says what the store says already makes no new version.
/// </summary>
internal sealed class FileImport(DefinitionPublisher publisher, IDefinitionStore definitions, GraphCache graphs, TimeProvider clock)
{
    public async Task<ImportedFile> ImportAsync(string file, FileImportRequest request, CancellationToken cancellationToken)
    {
        WorkflowDefinition definition;
        try
        {
            definition = await WorkflowFolder.ReadAsync(file, cancellationToken);
        }
        catch (DefinitionException error)
        {
            return new ImportedFile(file, "", FileOutcome.Refused) { Errors = [Text(error)] };
        }

        // What publication would put out of force, or else what a draft would replace.
        var current = request.Publish ? definitions.FindPublished(request.Tenant, definition.DefinitionId) : definitions.FindLatest(request.Tenant, definition.DefinitionId);
        var earlier = current is null ? null : WorkflowDefinition.Parse(current.Json) with { DefinitionId = current.DefinitionId };
        if (earlier is not null && IsSame(earlier, definition))
        {
            return new ImportedFile(file, definition.DefinitionId, FileOutcome.Unchanged) { Version = current!.Version }; // there, since earlier is
        }

        try
        {
            var told = new ImportedFile(file, definition.DefinitionId, earlier is null ? FileOutcome.New : FileOutcome.Changed)
            {
                EarlierVersion = current?.Version,
                Comparison = earlier is null ? null : DefinitionComparison.Of(earlier, definition),
            };
            return request.IsRehearsal
                ? told with { Warnings = graphs.Check(definition, request.Tenant).Warnings }
                : await TakeAsync(told, definition, request, cancellationToken);
        }
        catch (Exception error) when (error is DefinitionException or InsufficientExecutionStackException)
        {
            return new ImportedFile(file, definition.DefinitionId, FileOutcome.Refused)
            {
                Errors = [error is DefinitionException known ? Text(known) : new("Les étapes sont trop profondément imbriquées.", "The steps nest too deeply.")],
            };
        }
    }

    private async Task<ImportedFile> TakeAsync(ImportedFile told, WorkflowDefinition definition, FileImportRequest request, CancellationToken cancellationToken)
    {
        var imported = await publisher.ImportAsync(request.Tenant, definition.ToJson(), [Entry(AuditCatalog.WorkflowImported, told, request)], cancellationToken);
        told = told with { Version = imported.Definition.Version, Warnings = imported.Warnings };
        if (!request.Publish)
        {
            return told;
        }

        var published = await publisher.PublishAsync(request.Tenant, definition.DefinitionId, [Entry(AuditCatalog.WorkflowPublished, told, request)], cancellationToken);
        return told with { IsPublished = published.Errors.Count == 0, Errors = published.Errors };
    }

    // Identity, version and dates are the store's affair; all the rest is what a designer drew, the layout included.
    private static bool IsSame(WorkflowDefinition earlier, WorkflowDefinition later)
    {
        try
        {
            return WorkflowFile.Write(earlier, withLayout: true).AsSpan().SequenceEqual(WorkflowFile.Write(later, withLayout: true));
        }
        catch (InsufficientExecutionStackException)
        {
            return false;
        }
    }

    private AuditEntry Entry(string action, ImportedFile told, FileImportRequest request) => new()
    {
        At = clock.GetUtcNow(),
        Tenant = request.Tenant.Value,
        Actor = request.Actor,
        Action = action,
        Subject = told.DefinitionId,
        Detail = JsonSerializer.Serialize(new
        {
            from = "file",
            earlierVersion = told.EarlierVersion,
            added = told.Comparison?.Count(ChangeKind.Added),
            removed = told.Comparison?.Count(ChangeKind.Removed),
            changed = told.Comparison?.Count(ChangeKind.Changed),
            layoutChanges = told.Comparison?.LayoutChanges,
        }),
    };

    private static LocalizedText Text(DefinitionException error) => new($"{error.Text.French} ({error.Place})", $"{error.Text.English} ({error.Place})");
}

/// <param name="Tenant">For whom it is taken in.</param>
/// <param name="Actor">Who does it, for the audit log.</param>
/// <param name="Publish">Whether it is put into force too.</param>
/// <param name="IsRehearsal">Whether it is only told what would happen.</param>
internal sealed record FileImportRequest(TenantId Tenant, string Actor, bool Publish = false, bool IsRehearsal = false);

/// <summary>What became of a file.</summary>
internal enum FileOutcome
{
    New,
    Changed,

    /// <summary>The store has it as it is.</summary>
    Unchanged,

    /// <summary>It cannot be loaded; nothing was saved.</summary>
    Refused,
}

/// <summary>One file that was taken in, or would be.</summary>
internal sealed record ImportedFile(string File, string DefinitionId, FileOutcome Outcome)
{
    /// <summary>The version that it made, or that says the same already; null where none was made.</summary>
    public int? Version { get; init; }

    /// <summary>The version that it was compared with; null for a new workflow.</summary>
    public int? EarlierVersion { get; init; }

    /// <summary>What it changes; null for a new workflow and for one that is the same.</summary>
    public DefinitionComparison? Comparison { get; init; }

    public bool IsPublished { get; init; }

    /// <summary>What is wrong with it although it loads.</summary>
    public IReadOnlyList<DefinitionWarning> Warnings { get; init; } = [];

    /// <summary>Why it was refused, or, with a version, why it was not published.</summary>
    public IReadOnlyList<LocalizedText> Errors { get; init; } = [];
}

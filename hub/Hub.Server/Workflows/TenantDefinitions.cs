using Hub.Workflows.Activities.Composition;
using Hub.Workflows.Definitions;

namespace Hub.Server.Workflows;

/// <summary>Finds the definitions that others use as activities, as one local authority sees them.</summary>
/// <param name="unsaved">Versions that the same commit will write: they go before what the store has.</param>
internal sealed class TenantDefinitions(IDefinitionStore store, TenantId tenant, IReadOnlyList<StoredDefinition> unsaved) : IDefinitionSource
{
    // A definition may name a type that nobody provides many times over: the store is asked for the names once.
    private Dictionary<string, StoredDefinition>? byTypeName;

    public WorkflowDefinition? Find(DefinitionReference reference)
    {
        var found = FindVersion(reference.DefinitionVersionId)
            ?? FindByDefinition(reference.DefinitionId, reference.Version)
            ?? (reference is { DefinitionVersionId: null or "", DefinitionId: null or "" } ? FindByName(reference.TypeName, reference.Version) : null);
        return found is null ? null : Read(found);
    }

    /// <summary>A stored version as the engine reads it, its identity and state as they are now.</summary>
    public static WorkflowDefinition Read(StoredDefinition stored) => WorkflowDefinition.Parse(stored.Json) with
    {
        Id = stored.VersionId,
        DefinitionId = stored.DefinitionId,
        Name = stored.Name,
        Version = stored.Version,
        CreatedAt = stored.CreatedAt,
        IsLatest = stored.IsLatest,
        IsPublished = stored.IsPublished,
    };

    private StoredDefinition? FindVersion(string? versionId) => string.IsNullOrEmpty(versionId)
        ? null
        : unsaved.FirstOrDefault(version => version.VersionId == versionId)
            ?? (store.FindVersion(versionId) is { } stored && stored.IsSeenBy(tenant) ? stored : null);

    private StoredDefinition? FindByDefinition(string? definitionId, int version)
    {
        if (string.IsNullOrEmpty(definitionId))
        {
            return null;
        }

        var versions = store.Versions(tenant, definitionId);
        var own = unsaved.FirstOrDefault(candidate => candidate.DefinitionId == definitionId);
        return (own?.Version == version ? own : null)
            ?? versions.FirstOrDefault(candidate => candidate.Version == version)
            ?? (own is { IsPublished: true } ? own : null)
            ?? versions.FirstOrDefault(candidate => candidate.IsPublished)
            ?? own
            ?? versions.FirstOrDefault(candidate => candidate.IsLatest);
    }

    private StoredDefinition? FindByName(string typeName, int version)
    {
        if (byTypeName is null)
        {
            byTypeName = new Dictionary<string, StoredDefinition>(StringComparer.Ordinal);
            foreach (var published in store.List(tenant, VersionOptions.Published))
            {
                byTypeName.TryAdd(DefinitionDescriptor.TypeNameOf(published.Name), published);
            }
        }

        return byTypeName.TryGetValue(typeName, out var named) && Read(named).Options.UsableAsActivity == true
            ? FindByDefinition(named.DefinitionId, version)
            : null;
    }
}

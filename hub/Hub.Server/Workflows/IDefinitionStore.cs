namespace Hub.Server.Workflows;

/// <summary>Reads workflow definitions and what starts them.</summary>
public interface IDefinitionStore
{
    StoredDefinition? FindVersion(string versionId);

    StoredDefinition? FindLatest(TenantId tenant, string definitionId);

    StoredDefinition? FindPublished(TenantId tenant, string definitionId);

    /// <summary>The versions of one definition that the tenant sees, newest first.</summary>
    IReadOnlyList<StoredDefinition> Versions(TenantId tenant, string definitionId);

    /// <summary>The latest version of each definition that the tenant sees, by name.</summary>
    IReadOnlyList<StoredDefinition> ListLatest(TenantId tenant);

    /// <summary>Triggers of published definitions that a stimulus starts.</summary>
    IReadOnlyList<StoredTrigger> FindTriggers(TenantId tenant, string hash);

    /// <summary>Every trigger of one kind, for all tenants.</summary>
    IReadOnlyList<StoredTrigger> TriggersNamed(string name);
}

/// <param name="Tenant">The local authority that owns it, or <see cref="TenantIds.Shared"/>.</param>
/// <param name="Json">The definition as it was given, unknown members included.</param>
public sealed record StoredDefinition(
    string VersionId,
    TenantId Tenant,
    string DefinitionId,
    int Version,
    string Name,
    bool IsLatest,
    bool IsPublished,
    ReadOnlyMemory<byte> Json,
    DateTimeOffset CreatedAt);

/// <param name="Name">The stimulus' name, for example <c>Elsa.Event</c>.</param>
/// <param name="Payload">The stimulus as JSON.</param>
public sealed record StoredTrigger(TenantId Tenant, string Hash, string VersionId, string ActivityId, string Name, ReadOnlyMemory<byte> Payload);

/// <summary>Inserts a version or replaces it while it is a draft.</summary>
public sealed record SaveDefinition(StoredDefinition Definition) : IChange;

/// <summary>Makes one version the published one of its definition, with its triggers; all others cease to be.</summary>
public sealed record PublishDefinition(TenantId Tenant, string DefinitionId, string VersionId, IReadOnlyList<StoredTrigger> Triggers) : IChange;

/// <summary>No version of the definition is published any more; its triggers are gone.</summary>
public sealed record RetractDefinition(TenantId Tenant, string DefinitionId) : IChange;

/// <summary>Removes every version.</summary>
public sealed record DeleteDefinition(TenantId Tenant, string DefinitionId) : IChange;

using System.Security.Cryptography;

namespace Hub.Server.Workflows;

/// <summary>Reads workflow definitions and what starts them.</summary>
/// <remarks>A tenant sees its own definitions and the shared ones; where it has its own of an id, the shared one of that id is hidden.</remarks>
public interface IDefinitionStore
{
    /// <summary>A version of any tenant: the caller looks at whose it is.</summary>
    StoredDefinition? FindVersion(string versionId);

    StoredDefinition? FindLatest(TenantId tenant, string definitionId);

    StoredDefinition? FindPublished(TenantId tenant, string definitionId);

    /// <summary>The newest version of those meant; for <see cref="VersionChoice.Published"/> what <see cref="FindPublished"/> finds.</summary>
    StoredDefinition? Find(TenantId tenant, string definitionId, VersionOptions versions) =>
        versions == VersionOptions.Published ? FindPublished(tenant, definitionId) : Versions(tenant, definitionId).FirstOrDefault(versions.Covers);

    /// <summary>The versions of one definition that the tenant sees, newest first.</summary>
    IReadOnlyList<StoredDefinition> Versions(TenantId tenant, string definitionId);

    /// <summary>The versions that the tenant sees, of all definitions, by name, then newest first.</summary>
    IReadOnlyList<StoredDefinition> List(TenantId tenant, VersionOptions versions);

    /// <summary>Whether citizens' journeys are under way on a definition, or on one version of it: these need it to the end.</summary>
    /// <param name="versionId">Null means any version.</param>
    bool HasOpenJourneys(TenantId tenant, string definitionId, string? versionId);

    /// <summary>Triggers of published definitions that a stimulus starts.</summary>
    IReadOnlyList<StoredTrigger> FindTriggers(TenantId tenant, string hash);

    /// <summary>Every trigger of one kind, for all tenants.</summary>
    IReadOnlyList<StoredTrigger> TriggersNamed(string name);

    /// <summary>Every published version, of all tenants.</summary>
    IReadOnlyList<StoredDefinition> Published();

    /// <summary>What the schema references of a version mean, by reference; empty while it was never published.</summary>
    IReadOnlyDictionary<string, string> Pins(string versionId);
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
    DateTimeOffset CreatedAt)
{
    /// <summary>
    /// The version's entity tag (RFC 9110 §8.8.3), quotes included: another one whenever its content or its state is another one.
    /// </summary>
    public string EntityTag
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Json.Span);
            hash.AppendData([(byte)(IsLatest ? 1 : 0), (byte)(IsPublished ? 1 : 0)]);
            return $"\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12))}\"";
        }
    }

    /// <summary>Whether callers of a tenant see it.</summary>
    public bool IsSeenBy(TenantId tenant) => Tenant == tenant || Tenant == TenantIds.Shared;
}

/// <param name="Name">The stimulus' name, for example <c>Elsa.Event</c>.</param>
/// <param name="Payload">The stimulus as JSON.</param>
public sealed record StoredTrigger(TenantId Tenant, string Hash, string VersionId, string ActivityId, string Name, ReadOnlyMemory<byte> Payload);

/// <summary>Inserts a version or replaces it while it is a draft.</summary>
public sealed record SaveDefinition(StoredDefinition Definition) : IChange;

/// <summary>Makes one version the published one of its definition, with its triggers; all others cease to be.</summary>
public sealed record PublishDefinition(TenantId Tenant, string DefinitionId, string VersionId, IReadOnlyList<StoredTrigger> Triggers) : IChange
{
    /// <summary>The schema version, as a URN, that each of its references to schemas means from now on.</summary>
    public IReadOnlyDictionary<string, string> Pins { get; init; } = new Dictionary<string, string>();
}

/// <summary>No version of the definition is published any more; its triggers are gone.</summary>
public sealed record RetractDefinition(TenantId Tenant, string DefinitionId) : IChange;

/// <summary>Removes every version with its triggers, and whatever its instances waited for.</summary>
public sealed record DeleteDefinition(TenantId Tenant, string DefinitionId) : IChange;

/// <summary>Removes one version with its triggers. The newest that is left becomes the latest.</summary>
public sealed record DeleteDefinitionVersion(TenantId Tenant, string DefinitionId, string VersionId) : IChange;

using System.Globalization;
using System.Text.Json;
using Hub.Server.Web;

namespace Hub.Server.Security.ApiKeys;

/// <summary>Makes and revokes API keys, each with its audit entry in the same commit.</summary>
internal sealed class ApiKeyIssuer(ApiKeyRing ring, IUnitOfWorkStore store, TimeProvider clock)
{
    /// <summary>Makes a key. Its text is in the result and nowhere else: it cannot be shown again.</summary>
    /// <exception cref="ArgumentException">A role, scope, tenant or date that cannot be; the message says which and what can.</exception>
    public async Task<IssuedKey> IssueAsync(NewApiKey wanted, string actor, CancellationToken cancellationToken)
    {
        if (wanted.Mistake(clock.GetUtcNow()) is { } mistake)
        {
            throw new ArgumentException(mistake, nameof(wanted));
        }

        var id = ApiKeyText.NewId();
        return await KeepAsync(wanted, id, ApiKeyText.New(id), ApiKeyText.PrefixOf(id), actor, cancellationToken);
    }

    /// <summary>
    /// Makes sure that somebody can get in. A value from the settings becomes an administrator's key unless it was one before (a
    /// revoked one stays revoked). Without it, an empty store gets a key whose text is returned, to be printed once.
    /// </summary>
    public async Task<IssuedKey?> EnsureFirstKeyAsync(string? bootstrapKey, CancellationToken cancellationToken)
    {
        var wanted = new NewApiKey("bootstrap", [Roles.Administrator], ApiKey.EveryTenant);
        if (bootstrapKey is null)
        {
            return ring.IsEmpty ? await IssueAsync(wanted, "system", cancellationToken) : null;
        }

        if (!ring.Knows(bootstrapKey))
        {
            await KeepAsync(wanted, ApiKeyText.NewId(), bootstrapKey, prefix: "", "system", cancellationToken);
        }

        return null;
    }

    /// <summary>Refuses a key from now on, with every session and token made from it. False when there is no such key.</summary>
    public async Task<bool> RevokeAsync(string id, string actor, CancellationToken cancellationToken)
    {
        ring.ReloadIfChanged();
        if (!ring.HasKey(id))
        {
            return false;
        }

        var now = clock.GetUtcNow();
        await store.CommitAsync(
            [new RevokeApiKey(id, now), new AuditEntry { At = now, Tenant = ApiKey.EveryTenant, Actor = actor, Action = AuditCatalog.KeyRevoked, Subject = id }],
            cancellationToken);
        ring.Reload();
        return true;
    }

    private async Task<IssuedKey> KeepAsync(NewApiKey wanted, string id, string text, string prefix, string actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var key = new ApiKey
        {
            Id = id,
            DisplayName = wanted.DisplayName,
            Prefix = prefix,
            Hash = ring.HashOf(text),
            Roles = wanted.Roles,
            Scopes = wanted.Scopes,
            Tenant = wanted.Tenant,
            Connector = wanted.Connector,
            CreatedAt = now,
            ExpiresAt = wanted.ExpiresAt,
        };
        var entry = new AuditEntry
        {
            At = now,
            Tenant = key.Tenant,
            Actor = actor,
            Action = wanted.Connector is null ? AuditCatalog.KeyCreated : AuditCatalog.ConnectorEnrolled,
            Subject = id,
            Detail = DetailOf(key),
        };
        await store.CommitAsync([new AddApiKey(key), entry], cancellationToken);
        ring.Reload();
        return new(key, text);
    }

    private static string DetailOf(ApiKey key) => JsonSerializer.Serialize(new
    {
        roles = key.Roles,
        scopes = key.Scopes,
        connector = key.Connector,
        expires = key.ExpiresAt?.ToString("O", CultureInfo.InvariantCulture),
    });
}

/// <summary>A key that was just made, with its text: shown once, never again.</summary>
internal sealed record IssuedKey(ApiKey Key, string Text);

using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using Hub.Server.Web;

namespace Hub.Server.Security.ApiKeys;

/// <summary>
/// The API keys in memory, so that checking one reads no disk. The whole ring is a snapshot that is swapped when a key was added or
/// revoked: at once by this process, within half a second by another (see <see cref="ApiKeyRingRefresh"/>).
/// </summary>
internal sealed class ApiKeyRing(IApiKeyStore store, ServerSecret secret, TimeProvider clock)
{
    private readonly byte[] hashKey = secret.KeyFor("api-key");
    private readonly ConcurrentDictionary<string, DateTimeOffset> uses = new(StringComparer.Ordinal);
    private readonly Lock loading = new();
    private volatile Snapshot? current;

    /// <summary>Whether a text is a key of ours, and which.</summary>
    public ApiKeyCheck Check(string text)
    {
        if (!ApiKeyText.IsPlausible(text))
        {
            return ApiKeyCheck.Unknown;
        }

        var hash = ApiKeyText.Hash(hashKey, text);
        var check = Check(text, hash);
        if (check.Standing == KeyStanding.Unknown)
        {
            // A command on the machine may have made it a moment ago. One small read; those who guess are slowed down elsewhere.
            ReloadIfChanged();
            check = Check(text, hash);
        }

        return check;
    }

    private ApiKeyCheck Check(string text, byte[] hash)
    {
        var ring = Ring();
        if (ApiKeyText.TryGetId(text, out var id) && ring.ById.TryGetValue(id, out var made))
        {
            return CryptographicOperations.FixedTimeEquals(hash, made.Key.Hash) ? Judge(made) : ApiKeyCheck.Unknown;
        }

        // A value that the operator chose carries no id. There are one or two of them; all are compared, whichever fits.
        HeldKey? found = null;
        foreach (var chosen in ring.Chosen)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, chosen.Key.Hash) ? chosen : found;
        }

        return found is null ? ApiKeyCheck.Unknown : Judge(found);
    }

    /// <summary>The key behind a session or token, while it is live.</summary>
    public HeldKey? FindLive(string id)
    {
        if (!Ring().ById.TryGetValue(id, out var held) || !held.Key.IsLive(clock.GetUtcNow()))
        {
            return null;
        }

        uses[id] = clock.GetUtcNow();
        return held;
    }

    public bool IsEnded(string sessionId) => Ring().EndedSessions.Contains(sessionId);

    /// <summary>Whether a key with this text was ever kept, live or not.</summary>
    public bool Knows(string text)
    {
        var hash = ApiKeyText.Hash(hashKey, text);
        return Ring().ById.Values.Any(held => CryptographicOperations.FixedTimeEquals(hash, held.Key.Hash));
    }

    public bool HasKey(string id) => Ring().ById.ContainsKey(id);

    public bool IsEmpty => Ring().ById.Count == 0;

    public byte[] HashOf(string text) => ApiKeyText.Hash(hashKey, text);

    public void Reload()
    {
        lock (loading)
        {
            current = Load();
        }
    }

    public void ReloadIfChanged()
    {
        if (current is null || store.Version() != current.Version)
        {
            Reload();
        }
    }

    /// <summary>The keys used since the last call, with when.</summary>
    public IReadOnlyList<TouchApiKey> TakeUses()
    {
        var taken = new List<TouchApiKey>();
        foreach (var id in uses.Keys)
        {
            if (uses.TryRemove(id, out var at))
            {
                taken.Add(new TouchApiKey(id, at));
            }
        }

        return taken;
    }

    private ApiKeyCheck Judge(HeldKey held)
    {
        var now = clock.GetUtcNow();
        if (held.Key.RevokedAt is not null)
        {
            return new(KeyStanding.Revoked, null);
        }

        if (held.Key.ExpiresAt <= now)
        {
            return new(KeyStanding.Expired, null);
        }

        uses[held.Key.Id] = now;
        return new(KeyStanding.Accepted, held);
    }

    private Snapshot Ring()
    {
        if (current is { } ring)
        {
            return ring;
        }

        lock (loading)
        {
            return current ??= Load();
        }
    }

    private Snapshot Load()
    {
        // The version first: a key added in between is then seen again, never missed.
        var version = store.Version();
        var keys = store.List().Select(key => new HeldKey(key)).ToArray();
        return new(
            version,
            keys.ToFrozenDictionary(held => held.Key.Id, StringComparer.Ordinal),
            [.. keys.Where(held => held.Key.Prefix.Length == 0)],
            store.EndedSessions(clock.GetUtcNow()).ToFrozenSet(StringComparer.Ordinal));
    }

    private sealed record Snapshot(long Version, FrozenDictionary<string, HeldKey> ById, HeldKey[] Chosen, FrozenSet<string> EndedSessions);
}

/// <summary>A key with its rights worked out once.</summary>
internal sealed class HeldKey
{
    public HeldKey(ApiKey key)
    {
        Key = key;
        Roles = key.Roles.ToFrozenSet(StringComparer.Ordinal);
        var granted = key.Roles.SelectMany(role => Security.Roles.Catalogue.TryGetValue(role, out var permissions) ? permissions : []);
        Permissions = (key.Scopes.Count == 0 ? granted : granted.Intersect(key.Scopes)).ToFrozenSet(StringComparer.Ordinal);
    }

    public ApiKey Key { get; }

    public FrozenSet<string> Roles { get; }

    public FrozenSet<string> Permissions { get; }
}

/// <summary>What a presented key is worth.</summary>
internal readonly record struct ApiKeyCheck(KeyStanding Standing, HeldKey? Key)
{
    public static ApiKeyCheck Unknown => new(KeyStanding.Unknown, null);
}

/// <summary>What a presented key turned out to be. A caller is only ever told "refused"; the log says which.</summary>
internal enum KeyStanding
{
    Accepted,
    Unknown,
    Expired,
    Revoked,
}

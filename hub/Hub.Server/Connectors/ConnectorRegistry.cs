using System.Collections.Concurrent;
using Hub.Server.Web;
using Hub.Workflows;

namespace Hub.Server.Connectors;

/// <summary>
/// Every connector that the hub knows: from the manifests in its folder and from those that attached. A connector that is away
/// stays known: its commands wait for it.
/// </summary>
public sealed partial class ConnectorRegistry(IConnectorStore store, ManifestReader reader, ILogger<ConnectorRegistry> logger)
{
    private readonly ConcurrentDictionary<string, KnownConnector> known = new(StringComparer.Ordinal);
    private int revision;

    /// <summary>Raised when a manifest came or another one took its place.</summary>
    public event Action? ManifestsChanged;

    /// <summary>Another number whenever the manifests are other ones.</summary>
    public int Revision => Volatile.Read(ref revision);

    public IEnumerable<KnownConnector> All => known.Values.OrderBy(connector => connector.Manifest.Name, StringComparer.Ordinal);

    public KnownConnector? Find(string name) => known.GetValueOrDefault(name);

    /// <summary>Reads what the store remembers, then the manifests of a folder and of its subfolders one level down.</summary>
    public void Load(string? folder)
    {
        foreach (var stored in store.List())
        {
            try
            {
                Remember(reader.Read(stored.Manifest, stored.Name), stored.Manifest, stored.IsPaused, stored.SeenAt);
            }
            catch (ManifestException error)
            {
                // Taken by an earlier hub, refused by this one: the connector presents itself again when it attaches.
                Log.ManifestRefused(logger, stored.Name, error.Message);
            }
        }

        if (string.IsNullOrEmpty(folder) || !Directory.Exists(folder))
        {
            return;
        }

        foreach (var file in Directory.EnumerateDirectories(folder).Select(sub => Path.Combine(sub, "connector.yaml")).Where(File.Exists).Order(StringComparer.Ordinal))
        {
            try
            {
                var yaml = File.ReadAllBytes(file);
                var manifest = reader.Read(yaml, file);
                var before = known.GetValueOrDefault(manifest.Name);
                Remember(manifest, yaml, before?.IsPaused ?? false, before?.SeenAt, IconBeside(file, manifest));
            }
            catch (ManifestException error)
            {
                Log.ManifestRefused(logger, file, error.Message);
            }
        }
    }

    /// <summary>A connector presents itself: its manifest is the one that counts from now on.</summary>
    /// <exception cref="ManifestException">The manifest cannot be used.</exception>
    public async Task<KnownConnector> PresentAsync(ReadOnlyMemory<byte> yaml, string connector, DateTimeOffset now)
    {
        var manifest = reader.Read(yaml, connector);
        if (manifest.Name != connector)
        {
            throw new ManifestException(connector, [new PayloadError("/metadata/name", "", new(
                $"Le nom « {connector} » était attendu : c'est celui auquel la clé est liée.",
                $"The name '{connector}' was expected: it is the one that the key is bound to."))]);
        }

        var entry = Remember(manifest, yaml, known.GetValueOrDefault(connector)?.IsPaused ?? false, now);
        await store.SaveAsync(new StoredConnector(connector, yaml, entry.IsPaused, now));
        return entry;
    }

    /// <summary>Holds back (or lets go) the commands to a connector. They wait in the outbox meanwhile.</summary>
    public async Task<bool> PauseAsync(string connector, bool isPaused)
    {
        if (!known.TryGetValue(connector, out var entry))
        {
            return false;
        }

        await store.SaveAsync(new StoredConnector(connector, entry.Yaml, isPaused, entry.SeenAt));
        known[connector] = entry with { IsPaused = isPaused };
        return true;
    }

    private KnownConnector Remember(ConnectorManifest manifest, ReadOnlyMemory<byte> yaml, bool isPaused, DateTimeOffset? seenAt, string? icon = null)
    {
        // A connector presents itself each time it attaches, mostly as it was.
        var before = known.GetValueOrDefault(manifest.Name);
        var isNews = before is null || !before.Yaml.Span.SequenceEqual(yaml.Span);
        var entry = known[manifest.Name] = new KnownConnector(manifest, yaml, isPaused, seenAt) { Icon = icon ?? before?.Icon };
        if (isNews)
        {
            Interlocked.Increment(ref revision);
            ManifestsChanged?.Invoke();
        }

        return entry;
    }

    // A manifest names a file beside it, and no other.
    private static string? IconBeside(string manifestFile, ConnectorManifest manifest) =>
        manifest.Json.Member("metadata").Member("icon").AsText() is { Length: > 0 } name && Path.GetFileName(name) == name && Path.GetExtension(name) == ".svg"
        && Path.Combine(Path.GetDirectoryName(manifestFile)!, name) is var icon && File.Exists(icon) // a file has a folder
            ? icon
            : null;

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Warning, "The manifest {File} is not used: {Reason}")]
        public static partial void ManifestRefused(ILogger logger, string file, string reason);
    }
}

/// <summary>A connector's manifest, whether its commands are held back, and when it attached last.</summary>
public sealed record KnownConnector(ConnectorManifest Manifest, ReadOnlyMemory<byte> Yaml, bool IsPaused, DateTimeOffset? SeenAt)
{
    /// <summary>The SVG file that the manifest names, where the manifest lies in the hub's folder; null for none.</summary>
    public string? Icon { get; init; }
}

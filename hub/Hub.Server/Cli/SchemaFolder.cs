using System.Globalization;
using System.Text.Json;
using Hub.JsonSchema;

namespace Hub.Server.Cli;

/// <summary>The schemas of a folder (<c>domain/name/vMAJOR/schema.json</c>), each known by its <c>$id</c>, so that they can refer to each other.</summary>
internal sealed class SchemaFolder
{
    private readonly Dictionary<string, (int Major, string Uri)> latest = new(StringComparer.Ordinal);
    private readonly List<(string File, string Uri)> usable = [];
    private readonly List<(string File, string Reason)> unusable = [];

    public SchemaRegistry Registry { get; } = new();

    /// <summary>Files that are no schema, with why; one bad file must not keep the others from being used.</summary>
    public IReadOnlyList<(string File, string Reason)> Unusable => unusable;

    /// <summary>Files that are schemas, each with its <c>$id</c>; what they refer to may still be missing.</summary>
    public IReadOnlyList<(string File, string Uri)> Usable => usable;

    public string Names => latest.Count == 0 ? "none" : string.Join(", ", latest.Keys.Order(StringComparer.Ordinal));

    /// <param name="folder">Null: no schema.</param>
    public static async Task<SchemaFolder> LoadAsync(string? folder, CancellationToken cancellationToken)
    {
        var found = new SchemaFolder();
        if (folder is null || !Directory.Exists(folder))
        {
            return found;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "schema.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            await found.AddAsync(folder, file, cancellationToken);
        }

        return found;
    }

    /// <summary>The URI of the highest major version of <c>domain.name</c>.</summary>
    public string? FindLatest(string name) => latest.TryGetValue(name, out var version) ? version.Uri : null;

    private async Task AddAsync(string folder, string file, CancellationToken cancellationToken)
    {
        try
        {
            var content = await File.ReadAllBytesAsync(file, cancellationToken);
            var root = JsonElement.Parse(content);
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("$id", out var id) || id.ValueKind != JsonValueKind.String || id.GetString() is not { } uri)
            {
                unusable.Add((file, "it has no $id; give it one such as urn:hub:schema:domain:name:1.0.0."));
                return;
            }

            Registry.Add(uri, content);
            usable.Add((file, uri));
            if (Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar) is [var domain, var name, ['v', .. var digits], _]
                && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major)
                && (!latest.TryGetValue($"{domain}.{name}", out var known) || known.Major < major))
            {
                latest[$"{domain}.{name}"] = (major, uri);
            }
        }
        catch (JsonException error)
        {
            unusable.Add((file, string.Create(CultureInfo.InvariantCulture, $"it is not JSON (line {error.LineNumber + 1}).")));
        }
        catch (SchemaException error)
        {
            unusable.Add((file, $"at '{error.Pointer}': {error.Reason.En}"));
        }
    }
}

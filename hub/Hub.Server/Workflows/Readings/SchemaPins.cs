using System.Collections.Concurrent;

namespace Hub.Server.Workflows.Readings;

/// <summary>What the schema references of a published workflow version mean: what they meant when it was published.</summary>
internal sealed class SchemaPins(IDefinitionStore definitions)
{
    private const int MostVersions = 1000;

    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> byVersion = new(StringComparer.Ordinal);

    /// <summary>The URN; null where the version was never published, or its reference was unknown then.</summary>
    public string? Find(string versionId, string reference)
    {
        if (byVersion.Count >= MostVersions)
        {
            byVersion.Clear();
        }

        if (!byVersion.TryGetValue(versionId, out var pins))
        {
            pins = definitions.Pins(versionId);

            // A draft that runs as a trial has none yet and may get some.
            if (pins.Count > 0)
            {
                byVersion[versionId] = pins;
            }
        }

        return pins.GetValueOrDefault(reference);
    }
}

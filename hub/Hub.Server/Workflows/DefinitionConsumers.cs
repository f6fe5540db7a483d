namespace Hub.Server.Workflows;

/// <summary>Who uses a definition as an activity: the definitions whose latest or published version does, directly or through others.</summary>
internal sealed class DefinitionConsumers(IDefinitionStore definitions)
{
    /// <summary>The consumers' ids, each after those that it uses itself, so that they can be brought up to date in this order.</summary>
    public IReadOnlyList<string> Of(TenantId tenant, string definitionId)
    {
        var uses = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var version in definitions.List(tenant, VersionOptions.LatestOrPublished))
        {
            var used = DefinitionReferences.Of(version.Json.Span);
            if (used.Count > 0 && !uses.TryAdd(version.DefinitionId, used))
            {
                uses[version.DefinitionId].UnionWith(used);
            }
        }

        // 1. Whoever uses it, or uses one that does.
        var consumers = new HashSet<string>(StringComparer.Ordinal) { definitionId };
        while (uses.Where(pair => !consumers.Contains(pair.Key) && pair.Value.Overlaps(consumers)).Select(pair => pair.Key).ToArray() is { Length: > 0 } next)
        {
            consumers.UnionWith(next);
        }

        // 2. In order of use. Versions of different ages may use each other in a circle, which is cut where it is met.
        consumers.Remove(definitionId);
        var ordered = new List<string>(consumers.Count);
        while (consumers.Count > 0)
        {
            var next = consumers.Order(StringComparer.Ordinal).FirstOrDefault(id => !uses[id].Overlaps(consumers.Where(other => other != id))) ?? consumers.Order(StringComparer.Ordinal).First();
            consumers.Remove(next);
            ordered.Add(next);
        }

        return ordered;
    }
}

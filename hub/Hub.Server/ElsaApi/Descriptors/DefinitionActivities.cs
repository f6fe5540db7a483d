using Hub.Server.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Activities.Composition;

namespace Hub.Server.ElsaApi.Descriptors;

/// <summary>
/// The activities that a local authority's own definitions make (contract §6), beside those of the engine and the hub. A definition
/// that is in force is offered by its published version; its earlier versions are described too, for whoever still uses them.
/// </summary>
internal sealed class DefinitionActivities(ActivityRegistry registry, IDefinitionStore definitions)
{
    /// <summary>All descriptors; type name and version together are unique, which the designer relies on.</summary>
    public IReadOnlyList<ActivityDescriptor> All(TenantId tenant)
    {
        var descriptors = new List<ActivityDescriptor>(registry.Descriptors);
        var known = descriptors.Select(descriptor => (descriptor.TypeName, descriptor.Version)).ToHashSet();
        var definitionOfType = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var published in definitions.List(tenant, VersionOptions.Published))
        {
            if (TenantDefinitions.Read(published).Options.UsableAsActivity != true)
            {
                continue;
            }

            // Two definitions of one name would be one type: the first keeps it, and publishing under another name mends it.
            var typeName = DefinitionDescriptor.TypeNameOf(published.Name);
            if (typeName.Length == 0 || registry.Find(typeName) is not null || !definitionOfType.TryAdd(typeName, published.DefinitionId))
            {
                continue;
            }

            foreach (var version in definitions.Versions(tenant, published.DefinitionId).Where(version => version.Version <= published.Version))
            {
                var definition = TenantDefinitions.Read(version);
                if (definition.Options.UsableAsActivity == true && known.Add((typeName, version.Version)))
                {
                    descriptors.Add(DefinitionDescriptor.Describe(definition, typeName));
                }
            }
        }

        return descriptors;
    }

    /// <summary>One descriptor: of that version, or else of the highest; null when the type is unknown.</summary>
    public ActivityDescriptor? Find(TenantId tenant, string typeName, int version)
    {
        if (registry.Find(typeName, version) is { } known)
        {
            return known;
        }

        var found = All(tenant).Where(descriptor => descriptor.TypeName == typeName).ToArray();
        return found.FirstOrDefault(descriptor => descriptor.Version == version) ?? found.MaxBy(descriptor => descriptor.Version);
    }
}

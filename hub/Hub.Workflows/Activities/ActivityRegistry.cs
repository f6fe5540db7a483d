namespace Hub.Workflows.Activities;

/// <summary>The kinds of activities that definitions may use. To add one, add one line to its list, or call <see cref="Add"/> from the host.</summary>
/// <remarks>Fill it before compiling; reading is safe from any thread once nobody adds any more; what a source offers may change at any time. Type names are compared exactly, as in Elsa.</remarks>
public sealed class ActivityRegistry
{
    private readonly Dictionary<string, List<ActivityRegistration>> _byType = new(StringComparer.Ordinal);
    private readonly List<ActivityDescriptor> _descriptors = [];
    private readonly List<IActivitySource> _sources = [];

    /// <summary>A registry with every activity of the engine.</summary>
    public static ActivityRegistry CreateDefault()
    {
        var registry = new ActivityRegistry();
        BuiltInActivities.AddTo(registry);
        return registry;
    }

    /// <summary>All descriptors, in the order in which they were added, then what the sources offer now.</summary>
    public IReadOnlyList<ActivityDescriptor> Descriptors => _sources.Count == 0 ? _descriptors : [.. _descriptors, .. _sources.SelectMany(source => source.Descriptors)];

    /// <summary>Adds kinds that come and go. A type that was added by itself goes before one of a source.</summary>
    public void Add(IActivitySource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _sources.Add(source);
    }

    /// <summary>Adds a kind of activity.</summary>
    /// <param name="descriptor">What it is.</param>
    /// <param name="factory">Makes the object for one step; called once per step of a compiled definition.</param>
    /// <exception cref="ArgumentException">The type and version are there already.</exception>
    public void Add(ActivityDescriptor descriptor, Func<Activity> factory)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentNullException.ThrowIfNull(factory);
        if (!_byType.TryGetValue(descriptor.TypeName, out var versions))
        {
            _byType.Add(descriptor.TypeName, versions = []);
        }

        if (versions.Exists(registration => registration.Descriptor.Version == descriptor.Version))
        {
            throw new ArgumentException($"The activity {descriptor.TypeName} version {descriptor.Version} is registered twice; give one of them another version.", nameof(descriptor));
        }

        versions.Add(new ActivityRegistration(descriptor, factory));
        _descriptors.Add(descriptor);
    }

    /// <summary>The descriptor of a type: of that version, or else of the highest; null when the type is unknown.</summary>
    public ActivityDescriptor? Find(string typeName, int version = 0) => FindRegistration(typeName, version)?.Descriptor;

    internal ActivityRegistration? FindRegistration(string typeName, int version)
    {
        if (!_byType.TryGetValue(typeName, out var versions))
        {
            foreach (var source in _sources)
            {
                if (source.Find(typeName) is { } offered)
                {
                    return offered;
                }
            }

            return null;
        }

        ActivityRegistration? best = null;
        foreach (var candidate in versions)
        {
            if (candidate.Descriptor.Version == version)
            {
                return candidate;
            }

            if (best is null || candidate.Descriptor.Version > best.Descriptor.Version)
            {
                best = candidate;
            }
        }

        return best;
    }
}

using System.Text.Json;

namespace Hub.Workflows.Definitions;

/// <summary>How a definition is started, offered and supervised (contract §1.3). Type names are matched on the class name.</summary>
public sealed record DefinitionOptions
{
    /// <summary>Type name of the activation strategy; null means always.</summary>
    public string? ActivationStrategyType { get; init; }

    /// <summary>When another instance may start; an unknown strategy means always, as in Elsa.</summary>
    public ActivationStrategy Activation => ActivationStrategyType switch
    {
        { } type when Names(type, "CorrelatedSingletonStrategy") => ActivationStrategy.CorrelatedSingleton,
        { } type when Names(type, "SingletonStrategy") => ActivationStrategy.Singleton,
        { } type when Names(type, "CorrelationStrategy") => ActivationStrategy.Correlation,
        _ => ActivationStrategy.Always,
    };

    /// <summary>Whether other definitions may use this one as an activity; null means it was never said.</summary>
    public bool? UsableAsActivity { get; init; }

    /// <summary>Whether publishing moves the definitions that use this one to the new version.</summary>
    public bool AutoUpdateConsumingWorkflows { get; init; }

    /// <summary>Category of the activity made from this definition; null means <c>Workflows</c>.</summary>
    public string? ActivityCategory { get; init; }

    /// <summary>Type name of the incident strategy; null means the fault strategy.</summary>
    public string? IncidentStrategyType { get; init; }

    /// <summary>Name of the commit strategy (contract §8); null means that a burst is committed when it waits or ends.</summary>
    public string? CommitStrategyName { get; init; }

    /// <summary>The JSON it came from, for members that this type does not know; not set for one made in code.</summary>
    public JsonElement Source { get; init; }

    // Namespace.Class, Assembly: the class alone counts.
    private static bool Names(string type, string strategy)
    {
        var name = type.AsSpan();
        name = name.Contains(',') ? name[..name.IndexOf(',')] : name;
        return name[(name.LastIndexOf('.') + 1)..].Trim().Equals(strategy, StringComparison.Ordinal);
    }
}

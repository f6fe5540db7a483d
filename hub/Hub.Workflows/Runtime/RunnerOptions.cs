using Hub.Workflows.Expressions;

namespace Hub.Workflows.Runtime;

/// <summary>Limits and defaults of the engine.</summary>
public sealed record RunnerOptions
{
    /// <summary>How many activity executions one burst may make before the instance is faulted with an incident. Default 10,000.</summary>
    public int MaxExecutionsPerBurst { get; init; } = 10_000;

    /// <summary>How flowcharts join when neither the run nor the definition says. Default counter mode, as in Elsa.</summary>
    public bool TokenBasedFlowcharts { get; init; }
}

using Hub.Expressions;

namespace Hub.Workflows.Runtime;

/// <summary>Limits and defaults of the engine.</summary>
public sealed record RunnerOptions
{
    /// <summary>How many activity executions one burst may make before the instance is faulted with an incident. Default 20,000: twice the steps of the largest definitions.</summary>
    public int MaxExecutionsPerBurst { get; init; } = 20_000;

    /// <summary>How flowcharts join when neither the run nor the definition says. Default counter mode, as in Elsa.</summary>
    public bool TokenBasedFlowcharts { get; init; }

    /// <summary>
    /// What one expression may consume. Default: the expression engine's own limits, but 2 s of wall time. Its 100 ms are for callers who
    /// can show an error and try again; here a busy machine would turn a harmless expression into a faulted case, and steps bound the work.
    /// </summary>
    public ExpressionBudget ExpressionBudget { get; init; } = ExpressionBudget.Default with { MaxTime = TimeSpan.FromSeconds(2) };
}

namespace Hub.Expressions;

/// <summary>
/// What one evaluation may consume. Whatever runs out first ends the evaluation with an <see cref="ExpressionException"/>
/// of kind <see cref="ExpressionErrorKind.Budget"/> that scripts cannot catch.
/// </summary>
public sealed record ExpressionBudget
{
    /// <summary>The budget that expressions get when nobody says otherwise.</summary>
    public static ExpressionBudget Default { get; } = new();

    /// <summary>Statements, calls, loop turns and library loop turns. Default: 10 million.</summary>
    public long MaxSteps { get; init; } = 10_000_000;

    /// <summary>Wall time of the whole evaluation, host functions included; of one standstill a tenth of it counts at most. Default: 100 ms.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Calls inside calls, and levels of nested data walked by the library. Default: 400.</summary>
    public int MaxDepth { get; init; } = 400;

    /// <summary>Bytes allocated by the script during the evaluation, freed or not (an estimate from above). Default: 64 MiB.</summary>
    public long MaxAllocatedBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Bytes of UTF-8 JSON of the result, and of each value handed to the host. Default: 8 MiB.</summary>
    public int MaxOutputBytes { get; init; } = 8 * 1024 * 1024;
}

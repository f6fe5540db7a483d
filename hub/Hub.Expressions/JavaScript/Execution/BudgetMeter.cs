using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>Counts what an evaluation consumes. Steps are taken from small slices; the clock is read when a slice is used up.</summary>
internal class BudgetMeter(ExpressionBudget budget, string source, CancellationToken cancellationToken)
{
    private const int Slice = 1024;

    // Real time on purpose, not the script's clock: a clock that stands still must not lift the limit. But of the time between two
    // looks at it no more than a tenth of the budget counts: where the machine is busy or compiles a method for the first time, the
    // script stands still through no fault of its own, and a citizen's journey must not fail by that.
    private readonly long longestStretch = (long)(budget.MaxTime.TotalSeconds * Stopwatch.Frequency / 10);
    private long timeLeft = (long)(budget.MaxTime.TotalSeconds * Stopwatch.Frequency);
    private long lastLook = Stopwatch.GetTimestamp();
    private long stepsLeft = budget.MaxSteps - Math.Min(Slice, budget.MaxSteps);
    private long bytesLeft = budget.MaxAllocatedBytes;
    private int fuel = (int)Math.Min(Slice, budget.MaxSteps);

    /// <summary>Offset in the source of what is running.</summary>
    public int Position { get; set; }

    public int Depth { get; set; }

    public int MaxOutputBytes => budget.MaxOutputBytes;

    /// <summary>How long one match may take: one value per budget, so that translated patterns can be shared.</summary>
    public TimeSpan RegExpTimeout => TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(budget.MaxTime.TotalMilliseconds), 1, int.MaxValue - 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step()
    {
        if (--fuel < 0)
        {
            Refuel(1);
        }
    }

    /// <summary>Work of the library in proportion to some length.</summary>
    public void StepMany(double count)
    {
        if (count < fuel)
        {
            fuel -= (int)count;
        }
        else
        {
            Refuel((long)Math.Min(count, long.MaxValue / 4));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Charge(long bytes)
    {
        bytesLeft -= bytes;
        if (bytesLeft < 0)
        {
            throw OutOf("memory", "memory", "de mémoire");
        }
    }

    public void CheckTextLength(long length)
    {
        if (length * 2 > budget.MaxAllocatedBytes || length > 500_000_000)
        {
            throw OutOf("memory", "memory", "de mémoire");
        }
    }

    public void EnterCall()
    {
        if (++Depth > budget.MaxDepth)
        {
            throw OutOf("depth", "depth", "de profondeur");
        }

        CheckStack();
    }

    public void LeaveCall() => Depth--;

    public void CheckStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw OutOf("depth", "depth", "de profondeur");
        }
    }

    public void CheckTime()
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = Stopwatch.GetTimestamp();
        timeLeft -= Math.Min(now - lastLook, longestStretch);
        lastLook = now;
        if (timeLeft < 0)
        {
            throw OutOf("time", "time", "de temps");
        }
    }

    public ExpressionException OutOf(string name, string english, string french) => new(
        ExpressionErrorKind.Budget,
        $"The expression used up its {english} budget.",
        $"L'expression a épuisé son budget {french}.",
        Syntax.SyntaxError.LineAt(source, Position),
        Syntax.SyntaxError.ColumnAt(source, Position),
        name);

    private void Refuel(long needed)
    {
        stepsLeft += Math.Max(fuel, 0) - needed;
        if (stepsLeft < 0)
        {
            fuel = 0;
            throw OutOf("steps", "step", "de pas");
        }

        CheckTime();
        fuel = (int)Math.Min(Slice, stepsLeft);
        stepsLeft -= fuel;
    }
}

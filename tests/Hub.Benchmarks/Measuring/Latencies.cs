using System.Diagnostics;

namespace Hub.Benchmarks.Measuring;

/// <summary>Durations of a run, every one kept: percentiles are exact. Durations are <see cref="Stopwatch"/> ticks, results microseconds.</summary>
internal sealed class Latencies(int capacity)
{
    private readonly List<long> ticks = new(capacity);
    private bool isSorted;

    public int Count => ticks.Count;

    public void Add(long elapsedTicks)
    {
        ticks.Add(elapsedTicks);
        isSorted = false;
    }

    /// <param name="percent">Between 0 and 100.</param>
    public double Percentile(double percent)
    {
        if (ticks.Count == 0)
        {
            return double.NaN;
        }

        if (!isSorted)
        {
            ticks.Sort();
            isSorted = true;
        }

        var rank = (int)Math.Ceiling(percent / 100 * ticks.Count) - 1;
        return Stopwatch.GetElapsedTime(0, ticks[Math.Clamp(rank, 0, ticks.Count - 1)]).TotalMicroseconds;
    }
}

namespace Hub.Benchmarks.Measuring;

/// <summary>How a cost grows with a size: the exponent x of cost ∝ size^x. 1 means in proportion, 2 that twice as much costs four times as much.</summary>
internal static class Exponent
{
    /// <summary>The slope of the straight line that fits best through the logarithms.</summary>
    public static double Of(IReadOnlyList<(double Size, double Cost)> points)
    {
        var logs = points.Select(point => (X: Math.Log(point.Size), Y: Math.Log(point.Cost))).ToArray();
        var (meanX, meanY) = (logs.Average(log => log.X), logs.Average(log => log.Y));
        return logs.Sum(log => (log.X - meanX) * (log.Y - meanY)) / logs.Sum(log => (log.X - meanX) * (log.X - meanX));
    }
}

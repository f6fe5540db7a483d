namespace Hub.Benchmarks.Validation;

/// <summary>
/// Times the same work again and again in blocks of at least 50 ms of processor time: what others do on this core meanwhile is not
/// counted, and the fastest twentieth of the blocks is what their use of the caches touched least.
/// </summary>
internal sealed class FixedWork
{
    private const double Fastest = 0.05;
    private static readonly TimeSpan Block = TimeSpan.FromMilliseconds(50);

    private int passes;

    /// <returns>Nanoseconds a document.</returns>
    public double Measure(TimeSpan duration, int documents, Action pass)
    {
        // How much work a block is, is settled once: later rounds do exactly the same.
        for (var tried = 1; passes == 0; tried *= 2)
        {
            passes = CpuOf(pass, tried) < Block ? 0 : tried;
        }

        var blocks = new List<double>();
        var spent = TimeSpan.Zero;
        do
        {
            var cpu = CpuOf(pass, passes);
            spent += cpu;
            blocks.Add(cpu.TotalNanoseconds / ((double)passes * documents));
        }
        while (spent < duration);
        blocks.Sort();
        return blocks.Take(Math.Max(1, (int)(blocks.Count * Fastest))).Average();
    }

    private static TimeSpan CpuOf(Action pass, int passes)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var number = 0; number < passes; number++)
        {
            pass();
        }

        return Environment.CpuUsage.TotalTime - before;
    }
}

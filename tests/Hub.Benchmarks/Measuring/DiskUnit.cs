using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Hub.Benchmarks.Measuring;

/// <summary>The unit of everything durable: what a synchronous write of 4 KiB costs on this disk in this minute.</summary>
/// <param name="PerSecond">fdatasync of 4 KiB appended, one after the other.</param>
/// <param name="MedianMicroseconds">Of one write and its fdatasync.</param>
internal readonly partial record struct DiskUnit(double PerSecond, double MedianMicroseconds, double P99Microseconds)
{
    // Past this the disk was another one at the end than at the start, and a ratio to it says nothing.
    private const double MaxDrift = 2;

    public static DiskUnit Measure(string folder, TimeSpan duration)
    {
        var file = Path.Combine(folder, "unit.bin");
        var block = new byte[4096];
        Random.Shared.NextBytes(block);
        var latencies = new Latencies(4096);
        using (var handle = File.OpenHandle(file, FileMode.Create, FileAccess.Write))
        {
            var begin = Stopwatch.GetTimestamp();
            for (long offset = 0; Stopwatch.GetElapsedTime(begin) < duration; offset += block.Length)
            {
                var before = Stopwatch.GetTimestamp();
                RandomAccess.Write(handle, block, offset);
                if (Fdatasync(handle) != 0)
                {
                    throw new BenchmarkRefusedException(Machine.Text($"fdatasync failed on {file} (error {Marshal.GetLastPInvokeError()}): look at the disk."));
                }

                latencies.Add(Stopwatch.GetTimestamp() - before);
            }

            var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            var unit = new DiskUnit(latencies.Count / seconds, latencies.Percentile(50), latencies.Percentile(99));
            File.Delete(file);
            return unit;
        }
    }

    /// <summary>Refuses a run during which the disk became another one.</summary>
    /// <exception cref="BenchmarkRefusedException">The unit differs by more than twice between the start and the end.</exception>
    public static void RefuseIfDrifted(DiskUnit start, DiskUnit end)
    {
        var drift = Math.Max(start.PerSecond, end.PerSecond) / Math.Min(start.PerSecond, end.PerSecond);
        if (drift > MaxDrift)
        {
            throw new BenchmarkRefusedException(Machine.Text(
                $"the disk made {start.PerSecond:0} fdatasync/s at the start and {end.PerSecond:0} at the end ({drift:0.0}×; at most {MaxDrift:0}× is believed). Run it again when nobody else writes to this disk."));
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Fdatasync(SafeHandle file);
}

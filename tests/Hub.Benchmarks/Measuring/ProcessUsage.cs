using System.Globalization;

namespace Hub.Benchmarks.Measuring;

/// <summary>What a process has used, as Linux counts it.</summary>
internal static class ProcessUsage
{
    // USER_HZ: what /proc counts in, on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Processor time of all its threads, user and system, in seconds; 10 ms fine.</summary>
    public static double CpuSeconds(int processId)
    {
        // The second field, the name, may hold blanks and brackets: what follows its last bracket is counted.
        var stat = File.ReadAllText(Machine.Text($"/proc/{processId}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[11]) + Number(fields[12])) / TicksPerSecond;
    }

    /// <summary>Resident memory in bytes.</summary>
    public static long ResidentBytes(int processId)
    {
        var line = File.ReadLines(Machine.Text($"/proc/{processId}/status")).First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return Number(line["VmRSS:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim()) * 1024;
    }

    /// <summary>Bytes that it had the kernel write to a disk.</summary>
    public static long WrittenBytes(int processId)
    {
        var line = File.ReadLines(Machine.Text($"/proc/{processId}/io")).First(line => line.StartsWith("write_bytes:", StringComparison.Ordinal));
        return Number(line["write_bytes:".Length..].Trim());
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Runtime.InteropServices;

namespace Hub.Benchmarks.Measuring;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static object Describe() => new
    {
        cores = Environment.ProcessorCount,
        memoryMiB = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20,
        system = RuntimeInformation.OSDescription,
        runtime = RuntimeInformation.FrameworkDescription,
    };

    /// <summary>The three load averages: above the number of cores, others were at work beside us.</summary>
    public static string LoadAverage() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "";

    /// <summary>The kind of file system below a folder, such as ext4; empty where it cannot be told.</summary>
    public static string FileSystemOf(string folder)
    {
        try
        {
            return new DriveInfo(folder).DriveFormat;
        }
        catch (IOException)
        {
            return "";
        }
    }

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Hub.Benchmarks.Measuring;

/// <summary>
/// How much of the processor time that this machine wanted was given to other machines of the same host meanwhile (<c>steal</c> in
/// <c>/proc/stat</c>). A server that is offered a fixed rate is judged by what it does, not by what it was not given.
/// </summary>
internal sealed class StolenTime
{
    /// <summary>Above this share a measurement tells more of the host than of us.</summary>
    public const double Most = 0.10;

    private readonly (long Wanted, long Stolen) begin = Read();

    /// <summary>Share of the wanted time since this was made, 0 to 1; 0 where the system does not tell.</summary>
    public double Share
    {
        get
        {
            var (wanted, stolen) = Read();
            return wanted == begin.Wanted ? 0 : (stolen - begin.Stolen) / (double)(wanted - begin.Wanted);
        }
    }

    // user nice system idle iowait irq softirq steal, in ticks, of all cores together.
    private static (long Wanted, long Stolen) Read()
    {
        if (!File.Exists("/proc/stat"))
        {
            return (0, 0);
        }

        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6] + fields[7], fields[7]);
    }
}

namespace Hub.Benchmarks.Measuring;

/// <summary>
/// Which core the measured server runs on, and which one the load and the stubs share. Pinned, a server's figures do not depend on
/// how greedy the load generator is; unpinned they show what the whole machine does.
/// </summary>
/// <param name="Server">A core list for taskset; null: anywhere.</param>
internal sealed record Cores(string Name, string? Server, string? Load)
{
    public static Cores Pinned { get; } = new("pinned", "0", "1");

    public static Cores Free { get; } = new("unpinned", null, null);

    /// <summary>Both, or only the second on a machine with one core or without taskset.</summary>
    public static IReadOnlyList<Cores> All { get; } = Environment.ProcessorCount > 1 && File.Exists("/usr/bin/taskset") ? [Pinned, Free] : [Free];

    public static Cores First => All[0];
}

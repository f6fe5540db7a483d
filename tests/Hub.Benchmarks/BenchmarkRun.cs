using System.Globalization;

namespace Hub.Benchmarks;

/// <summary>One run of one benchmark: how long, where its files lie, and what it found.</summary>
internal sealed class BenchmarkRun : IDisposable
{
    /// <param name="isQuick">Three short pairs, to see that it works; its figures are not for quoting.</param>
    /// <param name="arguments">What stands behind the name on the command line, such as a number of minutes.</param>
    public BenchmarkRun(string name, bool isQuick, IReadOnlyList<string> arguments)
    {
        IsQuick = isQuick;
        Arguments = arguments;
        Report = new BenchmarkReport(name, isQuick);

        // Beside the repository's other working files and not in /tmp, which may lie in memory: a sync there costs nothing.
        Folder = Path.Combine(Repository.Root, ".hub", "bench", string.Create(CultureInfo.InvariantCulture, $"{name}-{Environment.ProcessId}"));
        Directory.CreateDirectory(Folder);
    }

    public bool IsQuick { get; }

    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Pairs of one measurement of ours and one of the peer's.</summary>
    public int Pairs => IsQuick ? 3 : 7;

    /// <summary>How long one measurement takes.</summary>
    public TimeSpan Slice => TimeSpan.FromSeconds(IsQuick ? 1 : 4);

    /// <summary>On a real disk; removed after the run.</summary>
    public string Folder { get; }

    public BenchmarkReport Report { get; }

    public string NewFolder(string name)
    {
        var folder = Path.Combine(Folder, name);
        for (var number = 2; Directory.Exists(folder); number++)
        {
            folder = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"));
        }

        return Directory.CreateDirectory(folder).FullName;
    }

    public void Say(string text) => Console.Error.WriteLine($"  {text}");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

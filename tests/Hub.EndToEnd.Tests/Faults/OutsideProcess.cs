using System.Diagnostics;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Faults;

/// <summary>
/// A connector or stand-in that <c>hub demo --stand-ins</c> started: killed, and started again with the same program and
/// settings, which Linux shows in <c>/proc</c>, on the same data.
/// </summary>
internal sealed class OutsideProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly string file;
    private readonly Dictionary<string, string> environment;
    private int? original;
    private RunningProgram? own;

    private OutsideProcess(string program, int id)
    {
        Program = program;
        original = id;
        file = Arguments(id)[0];
        environment = File.ReadAllText($"/proc/{id}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "");
    }

    /// <summary>The name of its binary.</summary>
    public string Program { get; }

    /// <summary>A setting that it was started with.</summary>
    public string Setting(string name) => environment[name];

    public static OutsideProcess FindChild(int parent, string program) => new(
        program,
        Directory.GetDirectories("/proc").Select(Path.GetFileName).Select(name => int.TryParse(name, out var id) ? id : 0)
            .First(id => id > 0 && ParentOf(id) == parent && Arguments(id) is [var path, ..] && Path.GetFileName(path) == program));

    public async Task KillAsync()
    {
        if (original is { } id)
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            await process.WaitForExitAsync().WaitAsync(Limit);
            original = null;
        }

        if (own is not null)
        {
            await own.DisposeAsync();
            own = null;
        }
    }

    /// <param name="failPoints">The variable and its value; null for a process that lives.</param>
    public void Start((string Variable, string Rules)? failPoints = null)
    {
        var settings = new Dictionary<string, string>(environment);
        if (failPoints is var (variable, rules))
        {
            settings[variable] = rules;
        }

        own = RunningProgram.Start(file, failPoints is null ? [] : ["--unsafe-testing"], settings);
    }

    public async Task UntilDeadAsync()
    {
        await own!.ExitAsync(Limit); // started before
        await KillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (own is not null)
        {
            await own.DisposeAsync();
        }
    }

    private static string[] Arguments(int id) => Read(id, "cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    // proc(5): the fourth field, counted after the name in brackets, which may hold anything.
    private static int ParentOf(int id) => Read(id, "stat") is { Length: > 0 } stat ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) : 0;

    private static string Read(int id, string what)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{what}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hub.Server.Tests.Architecture;

namespace Hub.Server.Tests.Packaging;

/// <summary>
/// The hub as <c>dotnet publish</c> leaves it, in a folder far from the repository: published once for all tests of a class, from what
/// was built for them. With <c>HUB_TEST_FULL=1</c> as <c>deploy/publish.sh</c> ships it, with its runtime (two minutes of compiling), and run as on a machine without .NET.
/// </summary>
public sealed class PublishedHub : IAsyncLifetime
{
    private static readonly bool IsShipped = Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1";

    private readonly string folder = Directory.CreateTempSubdirectory("hub-published-").FullName;

    public string App => Path.Combine(folder, "app");

    public string Data => Path.Combine(folder, "data");

    public string NotifySocket => Path.Combine(folder, "notify");

    /// <summary>Three ports that nobody listened at a moment ago.</summary>
    public IReadOnlyList<int> Ports { get; } = FreePorts();

    public static string Key => "published-hub-administrator-key-0123456789";

    public async Task InitializeAsync()
    {
        var published = IsShipped
            ? await Tool.RunAsync(Path.Combine(Repository.Root, "deploy", "publish.sh"), ["", "Hub"], ForgetTheBuild)
            : await PublishWhatWasBuiltAsync();
        Assert.True(published.ExitCode == 0, published.Output + published.Error);
        if (IsShipped)
        {
            var copied = await Tool.RunAsync("cp", ["-r", Path.Combine(Repository.Root, ".hub", "publish", "Hub", "app"), App]);
            Assert.True(copied.ExitCode == 0, copied.Error);
        }
    }

    private Task<(int ExitCode, string Output, string Error)> PublishWhatWasBuiltAsync()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name; // …/bin/<configuration>/net10.0
        var project = Path.Combine(Repository.Root, "hub", "Hub.Server", "Hub.Server.csproj");
        return Tool.RunAsync("dotnet", ["publish", project, "-c", configuration, "--no-build", "-o", App, "--nologo", "-v", "q", "-nodeReuse:false"], ForgetTheBuild);
    }

    /// <summary>What the build that runs these tests left in the environment would steer another one.</summary>
    private static void ForgetTheBuild(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }
    }

    public Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The environment of a service: nothing of ours but what is set here.</summary>
    public void Prepare(ProcessStartInfo start)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        start.Environment.Clear();
        start.WorkingDirectory = "/";
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["ASPNETCORE_HTTP_PORTS"] = "";
        if (IsShipped)
        {
            start.Environment["DOTNET_ROOT"] = "/nonexistent";
        }
        else if (dotnet is not null)
        {
            start.Environment["DOTNET_ROOT"] = dotnet;
        }

        start.Environment["HUB__DATA"] = Data;
        start.Environment["HUB__BOOTSTRAPKEY"] = Key;
        start.Environment["HUB__HTTP"] = $"http://0.0.0.0:{Ports[0]}";
        start.Environment["HUB__GRPC"] = $"http://0.0.0.0:{Ports[1]}";
        start.Environment["HUB__MANAGEMENT"] = $"http://0.0.0.0:{Ports[2]}";
    }

    public Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => Tool.RunAsync(Path.Combine(App, "hub"), arguments, Prepare);

    public Process Start()
    {
        var start = new ProcessStartInfo(Path.Combine(App, "hub"), ["serve"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        Prepare(start);
        start.Environment["NOTIFY_SOCKET"] = NotifySocket;
        start.Environment["WATCHDOG_USEC"] = "200000";
        var process = Process.Start(start) ?? throw new InvalidOperationException("The published hub did not start.");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Every file with its size and time, to see whether anything was written.</summary>
    public static string Snapshot(string path) => string.Join('\n', new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories)
        .OrderBy(file => file.FullName, StringComparer.Ordinal)
        .Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc:O}"));

    private static int[] FreePorts()
    {
        var listeners = Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        Array.ForEach(listeners, listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        Array.ForEach(listeners, listener => listener.Dispose());
        return ports;
    }
}

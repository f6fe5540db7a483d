using System.Net;
using System.Net.Sockets;

namespace Hub.EndToEnd.Tests.Infrastructure;

/// <summary>Where the built programs and the shipped data lie.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Release or Debug, as these tests were built.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name; // …/bin/<configuration>/net10.0

    public static string Hub { get; } = Path.Combine(Root, "hub", "Hub.Server", "bin", Configuration, "net10.0", OperatingSystem.IsWindows() ? "hub.exe" : "hub");

    /// <summary>The hub that is served, killed and started again: the one built with these tests, or the published one that <c>HUB_TEST_SERVED</c> names, which is compiled ahead of its start.</summary>
    public static string Served { get; } = Environment.GetEnvironmentVariable("HUB_TEST_SERVED") is { Length: > 0 } published ? Path.GetFullPath(published, Root) : Hub;

    public static string Procedures { get; } = Path.Combine(Root, "designer", "procedures");

    public static string Protocol { get; } = Path.Combine(Root, "connectors", "protocol");

    public static string Interop { get; } = Path.Combine(Root, "tests", "Hub.EndToEnd.Tests", "interop");

    /// <summary>Ports that nobody listens on now; all different.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
        {
            listener.Start();
        }

        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners)
        {
            listener.Dispose();
        }

        return ports;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hub.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Hub.sln above {AppContext.BaseDirectory}.");
    }
}

using System.Net;
using System.Net.Sockets;

namespace Hub.Server.Demo;

/// <summary>Hands out loopback ports that nobody listens on: the usual one where it is free, so that the addresses of the documentation hold, otherwise any.</summary>
/// <remarks>Ports are held until <see cref="Dispose"/>, so that two of the demo's processes never get the same one.</remarks>
internal sealed class FreePorts : IDisposable
{
    private readonly List<TcpListener> held = [];

    public int Take(int preferred)
    {
        var listener = TryListen(preferred) ?? TryListen(0)
            ?? throw new DemoException(new("Aucun port libre sur 127.0.0.1.", "No free port on 127.0.0.1."));
        held.Add(listener);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        foreach (var listener in held)
        {
            listener.Dispose();
        }

        held.Clear();
    }

    private static TcpListener? TryListen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}

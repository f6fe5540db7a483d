using System.Net;
using System.Net.Sockets;

namespace Hub.Server.Tests.Workflows;

/// <summary>A web service on a free port of the loopback, for workflows to call; the test answers.</summary>
internal sealed class CalledService : IDisposable
{
    private const int Tries = 20;

    private CalledService(HttpListener listener, Uri address)
    {
        Listener = listener;
        Address = address;
    }

    public HttpListener Listener { get; }

    public Uri Address { get; }

    /// <summary>The trace context of each call that was answered.</summary>
    public List<string?> Traces { get; } = [];

    /// <summary>Starts one. The system names a free port, which somebody else may take before the listener does; then the next one.</summary>
    public static CalledService Start()
    {
        for (var tries = 1; ; tries++)
        {
            var listener = new HttpListener();
            var address = new Uri($"http://127.0.0.1:{FreePort()}/");
            listener.Prefixes.Add(address.AbsoluteUri);
            try
            {
                listener.Start();
                return new CalledService(listener, address);
            }
            catch (HttpListenerException) when (tries < Tries)
            {
                listener.Close();
            }
        }
    }

    /// <summary>Answers each call by its number, from 1, until the service stops; gives the number of calls.</summary>
    public async Task<int> AnswerAsync(Action<int, HttpListenerResponse> answer)
    {
        var calls = 0;
        try
        {
            while (true)
            {
                var call = await Listener.GetContextAsync();
                Traces.Add(call.Request.Headers["traceparent"]);
                answer(++calls, call.Response);
                call.Response.Close();
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            return calls;
        }
    }

    public void Dispose() => Listener.Close();

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hub.Server.Tests.Workflows;

/// <summary>A service that takes each request to its last byte, as if it did what it is asked for, then breaks the connection instead of answering.</summary>
internal sealed class BreakingService : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int answered;
    private int requests;

    /// <param name="answered">So many requests are answered before, and their connection kept.</param>
    public BreakingService(int answered = 0)
    {
        this.answered = answered;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    public int Requests => Volatile.Read(ref requests);

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // Disposed: nobody is served any more.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        var stream = client.GetStream();
        while (await TryReadRequestAsync(stream) && Interlocked.Increment(ref requests) <= answered)
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        }
    }

    private static async Task<bool> TryReadRequestAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            var whole = text.ToString();
            if (whole.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end)
            {
                var length = whole.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase)) is { } header
                    ? int.Parse(header[16..], System.Globalization.CultureInfo.InvariantCulture)
                    : 0;
                if (whole.Length >= end + 4 + length)
                {
                    return true;
                }
            }

            if (await stream.ReadAsync(buffer) is not (> 0 and var read))
            {
                return false;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }
}

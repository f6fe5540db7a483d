using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Hub.Server.Tests.Packaging;

/// <summary>Listens where systemd would, and keeps what it is told.</summary>
internal sealed class ServiceManager : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly ConcurrentQueue<string> told = new();
    private readonly CancellationTokenSource ended = new();

    public ServiceManager(string path)
    {
        Path = path;
        socket.Bind(new UnixDomainSocketEndPoint(path));
        _ = ListenAsync();
    }

    public string Path { get; }

    public IReadOnlyCollection<string> Told => told;

    public async Task UntilToldAsync(string notice, int times = 1)
    {
        using var deadline = new CancellationTokenSource(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (told.Count(one => one == notice) < times)
        {
            try
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{notice} was not told {times} time(s) within {Limit.TotalSeconds:0} s; told so far: {string.Join(", ", told)}");
            }
        }
    }

    public void Dispose()
    {
        ended.Cancel();
        socket.Dispose();
        ended.Dispose();
    }

    private async Task ListenAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                told.Enqueue(Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, ended.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}

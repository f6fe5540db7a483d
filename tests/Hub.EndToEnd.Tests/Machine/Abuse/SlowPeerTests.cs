using System.Net.Sockets;
using System.Text;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Machine.Abuse;

/// <summary>Peers that send one byte a second: they are shut out, and nobody else notices.</summary>
public sealed class SlowPeerTests
{
    private const int Peers = 50;

    // Headers may take 30 s and bodies fall under the least rate after 5 s; the rest is for a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan OneByteEvery = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Http_SlowHeadersAndSlowBodies_AreClosedAndOthersAreServed()
    {
        await using var hub = new LoneHub();
        await hub.Process.StartAsync();
        const string opening = "POST /api/requests/inscription-periscolaire HTTP/1.1\r\nHost: hub\r\nAuthorization: ApiKey " + HubProcess.AdministratorKey + "\r\nContent-Type: application/json\r\n";
        var slow = Enumerable.Range(0, Peers)
            .Select(peer => UntilClosedAsync(hub.Process.Http, peer % 2 == 0 ? opening : opening + "Content-Length: 100000\r\n\r\n"))
            .ToArray();

        var served = 0;
        using var ticks = new PeriodicTimer(OneByteEvery);
        var all = Task.WhenAll(slow);
        while (!all.IsCompleted && await ticks.WaitForNextTickAsync())
        {
            Assert.Equal(202, (await hub.SubmitAsync($"beside-the-slow-{served++}")).Status);
        }

        Assert.All(await all, isClosed => Assert.True(isClosed, $"A slow peer was still connected after {Patience.TotalSeconds} s."));
        Assert.True(served > 0);
        await hub.AssertNothingLostAsync();
    }

    // True when the hub closed; false when it put up with it to the end.
    private static async Task<bool> UntilClosedAsync(Uri address, string opening)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var connection = new TcpClient();
        try
        {
            await connection.ConnectAsync(address.Host, address.Port, limit.Token);
            var stream = connection.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(opening), limit.Token);
            var closed = UntilEndAsync(stream, limit.Token);
            using var ticks = new PeriodicTimer(OneByteEvery);
            while (!closed.IsCompleted)
            {
                await ticks.WaitForNextTickAsync(limit.Token);
                await stream.WriteAsync("x"u8.ToArray(), limit.Token);
            }

            await closed;
            return true;
        }
        catch (IOException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task UntilEndAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer, cancellationToken) > 0)
        {
        }
    }
}

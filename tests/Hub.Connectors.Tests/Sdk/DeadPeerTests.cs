using System.Net;
using System.Net.Sockets;
using Hub.Connectors.Sdk;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Tests.Sdk;

/// <summary>A hub that is cut off without a word: no reset, no end, only silence.</summary>
public sealed class DeadPeerTests
{
    [Fact]
    public async Task Session_HubFallsSilent_IsNoticedByPingsAndDialledAgainWithWhatWaits()
    {
        using var folder = new TestFolder();
        await using var hub = await FakeHub.StartAsync();
        using var wire = new SilentWire(new Uri(hub.Address).Port);
        File.WriteAllText(folder.PathOf("connector.yaml"), TestConnector.Manifest);
        var builder = ConnectorHost.CreateBuilder([]).UseManifest(folder.PathOf("connector.yaml")).Configure(options =>
        {
            options.Address = wire.Address;
            options.Data = folder.PathOf("data");
            options.KeepAliveDelay = TimeSpan.FromSeconds(1);
            options.KeepAliveTimeout = TimeSpan.FromSeconds(1);
            options.DrainTime = TimeSpan.FromSeconds(1);
        });
        builder.Web.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Handle("openCase", TestConnector.DoneAsync).Handle("readCase", TestConnector.DoneAsync);
        await app.StartAsync();
        await hub.NextSessionAsync();

        wire.FallSilent();
        var publishing = app.Hub.PublishAsync(ConnectorEvent.From("e1", "case.closed", new { }, TestConnector.Context));

        var session = await hub.NextSessionAsync();
        Assert.Equal("e1", (await session.NextEventAsync()).Id);
        await session.AcceptAsync("e1");
        await publishing.WaitAsync(FakeHub.Patience);
    }

    /// <summary>Passes bytes on, until told to fall silent: then the connections of that moment stay open and carry nothing more.</summary>
    private sealed class SilentWire : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly int _target;
        private readonly List<TcpClient> _clients = [];
        private readonly CancellationTokenSource _end = new();
        private CancellationTokenSource _silence = new();

        public SilentWire(int target)
        {
            _target = target;
            _listener.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
            _ = AcceptAsync();
        }

        public string Address { get; }

        public void FallSilent()
        {
            using var silenced = _silence;
            _silence = new CancellationTokenSource();
            silenced.Cancel();
        }

        public void Dispose()
        {
            _end.Cancel();
            _listener.Dispose();
            _clients.ForEach(client => client.Dispose());
            _silence.Dispose();
            _end.Dispose();
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    var near = await _listener.AcceptTcpClientAsync(_end.Token);
                    var far = new TcpClient();
                    await far.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
                    _clients.AddRange([near, far]);
                    _ = PassAsync(near.GetStream(), far.GetStream(), _silence.Token);
                    _ = PassAsync(far.GetStream(), near.GetStream(), _silence.Token);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private static async Task PassAsync(NetworkStream from, NetworkStream to, CancellationToken silence)
        {
            try
            {
                await from.CopyToAsync(to, silence);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // Silent, or over.
            }
        }
    }
}

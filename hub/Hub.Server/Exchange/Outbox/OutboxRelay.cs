using System.Collections.Concurrent;

namespace Hub.Server.Exchange.Outbox;

/// <summary>
/// The one door out. Everything that leaves the hub was written to the outbox in the commit that decided it, and is sent from
/// here: one lane a connector, woken by commits and by connectors that come back.
/// </summary>
public sealed class OutboxRelay : IHostedService, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ConnectorLane>> lanes = new();
    private readonly IOutboundChannel[] channels;
    private readonly OutboxServices services;
    private volatile bool isRunning;

    public OutboxRelay(
        IEnumerable<IOutboundChannel> channels,
        IOutbox outbox,
        IUnitOfWorkStore store,
        ReplyEntrance replies,
        IdGenerator ids,
        TimeProvider clock,
        LoadLimits limits,
        ILogger<OutboxRelay> logger)
    {
        this.channels = [.. channels];
        services = new OutboxServices(outbox, store, replies, ids, clock, limits, logger);
    }

    /// <summary>How many commands are out, by connector.</summary>
    internal IEnumerable<KeyValuePair<string, int>> InFlight => lanes.Where(lane => lane.Value.IsValueCreated).Select(lane => KeyValuePair.Create(lane.Key, lane.Value.Value.InFlight));

    /// <summary>There may be something to send to this connector.</summary>
    public void Wake(string connector)
    {
        // A name that no connector answers to gets no lane: workflows can make up as many names as they like.
        if (isRunning && ChannelTo(connector) is { } channel && (lanes.ContainsKey(connector) || channel.FreeCapacity(connector) > 0))
        {
            lanes.GetOrAdd(connector, name => new Lazy<ConnectorLane>(() => new ConnectorLane(name, channel, services))).Value.Wake();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        isRunning = true;
        foreach (var connector in services.Outbox.ConnectorsWithWork())
        {
            Wake(connector);
        }

        return Task.CompletedTask;
    }

    /// <summary>Sends nothing more and lets what is out come back for so long; what has not stays in the outbox for the next start.</summary>
    public async Task DrainAsync(TimeSpan patience)
    {
        isRunning = false;
        await Task.WhenAll(lanes.Values.Select(lane => lane.Value.DrainAsync(patience)));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        isRunning = false;
        foreach (var connector in lanes.Keys)
        {
            if (lanes.TryRemove(connector, out var lane))
            {
                await lane.Value.DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private IOutboundChannel? ChannelTo(string connector) => Array.Find(channels, channel => channel.Serves(connector));
}

using Hub.Server.Connectors;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Web.Admission;
using Hub.Server.Workflows.Http;

namespace Hub.Server;

/// <summary>
/// Brings the hub down in order, within half a minute of SIGTERM:
/// <list type="number">
/// <item>Readiness turns false and nothing new begins: new requests are answered 503, so that a load balancer goes elsewhere.</item>
/// <item>Lanes send no further command; what is out may come back, and who waits for a workflow's reply may get it.</item>
/// <item>Connectors' sessions end with the reason, so that they dial again until a hub answers.</item>
/// <item>The doors close, requests that are under way end (Kestrel's part); timers and outside calls stop.</item>
/// <item>The store writes what waits, moves its log into its file and closes.</item>
/// </list>
/// What is cut short at any of these points is in the store and goes on after the next start.
/// </summary>
internal sealed partial class Drain(
    AdmissionDesk desk,
    OutboxRelay relay,
    ConnectorSessions sessions,
    HttpExchanges exchanges,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<Drain> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // The lifetime's token fires first of all, before any service is asked to stop.
        lifetime.ApplicationStopping.Register(desk.Close);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Steps 1 to 3. Runs before the doors close, because commands come back through one of them.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        desk.Close();
        var commands = relay.InFlight.Sum(lane => lane.Value);
        Log.Draining(logger, commands, exchanges.Count);
        await Task.WhenAll(relay.DrainAsync(Patience), RepliesAsync());
        exchanges.CloseAll();
        await sessions.CloseAllAsync();
        Log.Closing(logger, relay.InFlight.Sum(lane => lane.Value));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task RepliesAsync()
    {
        var began = clock.GetTimestamp();
        while (exchanges.Count > 0 && clock.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(LookEvery, clock);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Information, "Stopping: nothing new begins; {Commands} commands are out, {Callers} callers wait for a workflow.")]
        public static partial void Draining(ILogger logger, int commands, int callers);

        [LoggerMessage(3, LogLevel.Information, "Stopping: connectors are told to dial again and the doors close; {Commands} commands are left to the next start.")]
        public static partial void Closing(ILogger logger, int commands);
    }
}

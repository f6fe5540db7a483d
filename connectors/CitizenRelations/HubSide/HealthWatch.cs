using Hub.Connectors.CitizenRelations.Grc;
using Hub.Connectors.Sdk;

namespace Hub.Connectors.CitizenRelations.HubSide;

/// <summary>Tells the hub whether the application works and takes our key.</summary>
internal sealed class HealthWatch(GrcClient grc, HubClient hub, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Every, time);
            do
            {
                var failure = await grc.CheckAsync(stoppingToken);
                hub.ReportHealth(failure is null, failure?.Message ?? "");
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }
}

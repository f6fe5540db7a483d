using Hub.Connectors.PayFip.Soap;
using Hub.Connectors.Sdk;

namespace Hub.Connectors.PayFip.HubSide;

/// <summary>Tells the hub whether PayFiP works and knows our client number.</summary>
internal sealed class HealthWatch(PayFipClient payFip, PayFipOptions options, HubClient hub, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Every, time);
            do
            {
                try
                {
                    await payFip.CheckClientAsync(options.Numcli, stoppingToken);
                    hub.ReportHealth(isHealthy: true);
                }
                catch (Exception failure) when (failure is PayFipFault or PayFipUnreachable)
                {
                    hub.ReportHealth(isHealthy: false, failure.Message);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }
}

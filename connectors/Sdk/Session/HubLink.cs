using Grpc.Core;
using Hub.Connectors.Sdk.Journal;
using Hub.Connectors.Sdk.Manifest;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Sdk.Session;

/// <summary>Keeps a session with the hub open: dials, and dials again for ever with growing pauses. Each loss is logged once.</summary>
internal sealed partial class HubLink(
    HubChannel channel, HubClient client, ConnectorManifest manifest, IOptions<ConnectorOptions> options, EventBox events, CommandRunner runner, TimeProvider timeProvider, ILogger<HubLink> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var settings = options.Value;
        var attempt = 0;
        var isLossTold = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            StatusCode cause;
            string detail;
            try
            {
                var session = new HubSession(channel, client, manifest, settings, events, runner, timeProvider, logger);
                await session.RunAsync(
                    () =>
                    {
                        Log.Connected(logger, manifest.Metadata.Name, settings.Address);
                        attempt = 0;
                        isLossTold = false;
                    },
                    stoppingToken).ConfigureAwait(false);
                (cause, detail) = (StatusCode.OK, "The hub closed the session.");
            }
            catch (RpcException exception)
            {
                (cause, detail) = (exception.StatusCode, exception.Status.Detail);
            }

            if (stoppingToken.IsCancellationRequested)
            {
                break;
            }

            if (isLossTold)
            {
                Log.StillLost(logger, settings.Address, cause, attempt);
            }
            else
            {
                isLossTold = true;
                Log.Lost(logger, settings.Address, cause, detail);
            }

            await Task.Delay(PauseBefore(attempt++, settings), timeProvider, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // Also without a session, running handlers may end: their answers wait in the journal.
        await runner.DrainAsync(settings.DrainTime).ConfigureAwait(false);
    }

    // Between half and the whole of the doubled pause, so that many connectors do not come back in step.
    private static TimeSpan PauseBefore(int attempt, ConnectorOptions settings)
    {
        var pause = Math.Min(settings.MinBackOff.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 30)), settings.MaxBackOff.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(pause * (0.5 + (Random.Shared.NextDouble() / 2)));
    }

    private static partial class Log
    {
        [LoggerMessage(4141, LogLevel.Information, "Connector {Connector} is attached to the hub at {Address}.")]
        public static partial void Connected(ILogger logger, string connector, string address);

        [LoggerMessage(4142, LogLevel.Warning, "The hub at {Address} cannot be reached or ended the session ({Cause}: {Detail}). Dialling again until it answers.")]
        public static partial void Lost(ILogger logger, string address, StatusCode cause, string detail);

        [LoggerMessage(4143, LogLevel.Debug, "The hub at {Address} still cannot be reached ({Cause}, attempt {Attempt}).")]
        public static partial void StillLost(ILogger logger, string address, StatusCode cause, int attempt);
    }
}

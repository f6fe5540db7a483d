using Grpc.AspNetCore.HealthChecks;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Grpc.HealthCheck;

/// <summary>The standard health service, answered from the application's health checks. Degraded still serves.</summary>
internal sealed class HealthService(HealthCheckService checks, IOptions<GrpcHealthChecksOptions> options, TimeProvider timeProvider)
    : Health.V1.Health.HealthBase
{
    private const HealthCheckResponse.Types.ServingStatus Serving = HealthCheckResponse.Types.ServingStatus.Serving;
    private const HealthCheckResponse.Types.ServingStatus NotServing = HealthCheckResponse.Types.ServingStatus.NotServing;
    private const HealthCheckResponse.Types.ServingStatus ServiceUnknown = HealthCheckResponse.Types.ServingStatus.ServiceUnknown;

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        var status = await FindStatusAsync(request.Service, context.CancellationToken).ConfigureAwait(false);
        return status == ServiceUnknown
            ? throw new RpcException(new Status(StatusCode.NotFound, "No health is known for this service name. An empty name asks for the whole server."))
            : new HealthCheckResponse { Status = status };
    }

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        using var timer = new PeriodicTimer(options.Value.WatchInterval, timeProvider);
        HealthCheckResponse.Types.ServingStatus? last = null;
        do
        {
            var status = await FindStatusAsync(request.Service, context.CancellationToken).ConfigureAwait(false);
            if (status != last)
            {
                last = status;
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status }, context.CancellationToken).ConfigureAwait(false);
            }
        }
        while (await timer.WaitForNextTickAsync(context.CancellationToken).ConfigureAwait(false));
    }

    private async Task<HealthCheckResponse.Types.ServingStatus> FindStatusAsync(string service, CancellationToken cancellationToken)
    {
        if (options.Value.Services.Find(service) is not { } predicate)
        {
            return ServiceUnknown;
        }

        var report = await checks.CheckHealthAsync(predicate, cancellationToken).ConfigureAwait(false);
        return report.Status == HealthStatus.Unhealthy ? NotServing : Serving;
    }
}

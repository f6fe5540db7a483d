using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hub.Server.Web.Admission;

/// <summary>Registers admission, puts it into the pipeline, and says it of routes.</summary>
public static class AdmissionServices
{
    internal static IServiceCollection AddAdmission(this IServiceCollection services)
    {
        services.TryAddSingleton(_ => LoadLimits.OfThisProcess());
        services.AddSingleton(provider => HeapPressure.OfThisProcess(provider.GetRequiredService<LoadLimits>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AdmissionDesk>();
        services.AddSingleton<CallRates>();
        services.AddSingleton<RefusalLog>();
        services.AddOptions<KestrelServerOptions>().Configure<LoadLimits>((kestrel, limits) => kestrel.Limits.MaxConcurrentConnections = limits.Connections);
        return services;
    }

    /// <summary>After security: it must be known who calls.</summary>
    internal static void UseAdmission(this IApplicationBuilder app) => app.UseMiddleware<AdmissionGate>();

    /// <summary>The call only waits any more for an answer that others make (<see cref="AdmissionTicket.Rest"/>).</summary>
    internal static void Rest(this HttpContext context) => context.Features.Get<AdmissionTicket>()?.Rest();

    /// <summary>Says what a call of this route asks of a hub that has too much to do.</summary>
    public static TBuilder WithWork<TBuilder>(this TBuilder builder, WorkClass work)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new WorkRule(work)));
        return builder;
    }
}

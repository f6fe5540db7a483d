using Hub.Server.Exchange.DeadLetters;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Exchange.Steps;
using Route = Hub.Server.Exchange.Steps.Route;

namespace Hub.Server.Exchange;

/// <summary>Registers the one door in and the one door out.</summary>
internal static class ExchangeServices
{
    public static IServiceCollection AddExchange(this IServiceCollection services)
    {
        services.AddSingleton<Deduplicate>();
        services.AddSingleton<ValidatePayload>();
        services.AddSingleton<AttachCanonicalKeys>();
        services.AddSingleton<Route>();
        services.AddSingleton<PartitionLocks>();
        services.AddSingleton<ExchangePipeline>();
        services.AddSingleton(provider => new Lazy<ExchangePipeline>(provider.GetRequiredService<ExchangePipeline>));
        services.AddSingleton<ReplyEntrance>();
        services.AddSingleton<OutboxRelay>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxRelay>());
        services.AddHostedService<ClockWatch>();
        services.AddHostedService<InboxCleaner>();
        services.AddSingleton<DeadLetterReplay>();
        services.AddSingleton<DeadLetterDiscard>();
        return services;
    }
}

using Hub.Connectors.PayFip.Payments;
using Hub.Connectors.PayFip.Soap;
using Hub.Connectors.PayFip.Web;

namespace Hub.Connectors.PayFip;

/// <summary>What the connector is made of, without the hub: whoever hosts it says how settlements are published.</summary>
internal static class PayFipServices
{
    public static IServiceCollection AddPayFip(this IServiceCollection services, PayFipOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new PayFipClient(NewHttpClient(), options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IntentBook>();
        services.AddSingleton<PollSchedule>();
        services.AddSingleton<SettlePayments>();
        services.AddSingleton<RequestPayment>();
        services.AddSingleton<ReadPayment>();
        services.AddSingleton<SettlementPublisher>();
        services.AddHostedService(provider => provider.GetRequiredService<SettlementPublisher>());
        services.AddHostedService<Poller>();
        return services;
    }

    public static void MapPayFip(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/notify", Notification.ReceiveAsync).DisableAntiforgery();
        routes.MapGet("/notify", Notification.ReceiveAsync);
        routes.MapGet("/return", ReturnPage.ShowAsync);
        routes.MapPost("/return", ReturnPage.ShowAsync).DisableAntiforgery();
    }

    private static HttpClient NewHttpClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // each call has its own deadline
    };
}

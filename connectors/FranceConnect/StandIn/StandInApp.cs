using Hub.Connectors.FranceConnect.StandIn.Behaviour;
using Hub.Connectors.FranceConnect.StandIn.Citizens;
using Hub.Connectors.FranceConnect.StandIn.Ledger;
using Hub.Connectors.FranceConnect.StandIn.Provider;
using Hub.Connectors.FranceConnect.StandIn.Robot;

namespace Hub.Connectors.FranceConnect.StandIn;

/// <summary>
/// A sandbox that speaks FranceConnect v2 (OpenID Connect Core 1.0 with the French profile) for tests and demonstrations:
/// the provider, its test citizens, a robot that plays them, and a control route that makes it misbehave.
/// </summary>
internal static class StandInApp
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var options = StandInOptions.From(builder.Configuration);
        builder.WebHost.UseUrls(options.Urls);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);

        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<StandInAddress>();
        services.AddSingleton(new CitizenRegister(options.Seed));
        services.AddSingleton<BehaviourBook>();
        services.AddSingleton<IdentityLedger>();
        services.AddSingleton<ClientRegister>();
        services.AddSingleton<ProviderKeys>();
        services.AddSingleton<Grants>();
        services.AddSingleton<TokenWriter>();
        services.AddSingleton<ClientAssertion>();
        services.AddSingleton<LinkBox>();
        services.AddSingleton<CitizenRobot>();
        services.AddHostedService(provider => provider.GetRequiredService<CitizenRobot>());
        services.AddHttpClient();

        var app = builder.Build();
        app.MapBehaviour();
        app.MapClients();
        app.MapCitizenRobot();

        var protocol = app.MapGroup("/api/v2").AddEndpointFilter<MisbehaveFirst>();
        protocol.MapDiscovery();
        protocol.MapAuthorize();
        protocol.MapToken();
        protocol.MapUserinfo();
        protocol.MapEndSession();
        app.MapInteraction();
        app.MapGet("/", (StandInAddress address) => Results.Text(
            $"FranceConnect stand-in / bac à sable FranceConnect\nissuer: {address.Issuer}\n", "text/plain; charset=utf-8"));
        return app;
    }
}

using Hub.Connectors.FranceConnect.Oidc;
using Hub.Connectors.FranceConnect.Operations;
using Hub.Connectors.FranceConnect.SignIns;
using Hub.Connectors.FranceConnect.Web;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hub.Connectors.FranceConnect;

/// <summary>Registers the connector's parts. The hub's side of it, <see cref="IIdentityEvents"/>, is registered by the host.</summary>
internal static class FranceConnectServices
{
    /// <param name="folder">Where keys and journal live; survives restarts.</param>
    public static IServiceCollection AddFranceConnect(this IServiceCollection services, FranceConnectOptions options, string folder)
    {
        if (options.Mistakes() is { Count: > 0 } mistakes)
        {
            throw new InvalidOperationException("The connector cannot start. / Le connecteur ne peut pas démarrer.\n" + string.Join('\n', mistakes));
        }

        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ConnectorAddress>();
        services.AddSingleton(_ => ConnectorKeys.LoadOrMake(folder));
        services.AddSingleton(provider => new SignInJournal(folder, provider.GetRequiredService<TimeProvider>()));

        services.AddSingleton(_ => new ProviderClient(ProviderClient.NewHttpClient(options)));
        services.AddSingleton<ProviderDirectory>();
        services.AddSingleton<TokenRules>();
        services.AddSingleton<ClientAuthentication>();
        services.AddSingleton<CodeFlow>();

        services.AddSingleton(provider => new LinkDelivery(
            options, ProviderClient.NewHttpClient(options), provider.GetRequiredService<ILogger<LinkDelivery>>()));
        services.AddSingleton<OneTimeResults>();
        services.AddSingleton<StartSignIn>();
        services.AddSingleton<CompleteSignIn>();
        services.AddSingleton<ExpireSignIns>();
        services.AddHostedService(provider => provider.GetRequiredService<ExpireSignIns>());
        services.AddSingleton<ReadIdentity>();

        services.AddSingleton<BrowserCookie>();
        services.AddSingleton<ReturnAddresses>();
        return services;
    }
}

using Hub.Connectors.FranceConnect.Operations;
using Hub.Connectors.FranceConnect.SignIns;
using Hub.Connectors.FranceConnect.Web;
using Hub.Connectors.Sdk;

namespace Hub.Connectors.FranceConnect;

/// <summary>Puts the connector together: its manifest, its operation towards the hub, its pages towards citizens.</summary>
internal static class FranceConnectConnector
{
    private const string DefaultUrl = "http://127.0.0.1:5191";

    public static ConnectorApp Build(string[] args)
    {
        var builder = ConnectorHost.CreateBuilder(args).UseManifest("connector.yaml");
        var configuration = builder.Configuration;
        if (string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey]))
        {
            // Citizens' links and the registered callback name this address: it must not change from one start to the next.
            builder.Web.WebHost.UseUrls(DefaultUrl);
        }

        builder.Web.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Request lines carry states, codes and login hints.
        builder.Web.Logging.AddFilter("System.Net.Http", LogLevel.Warning);

        // An answer holds an identity: kept as long as a hub may ask again, and no longer.
        builder.Configure(options => options.AnswerRetention = TimeSpan.FromDays(1));
        var settings = FranceConnectOptions.Read(configuration);
        var folder = configuration["HUB_CONNECTOR_DATA"] is { Length: > 0 } told ? told : Path.Combine("data", "france-connect");
        builder.Services.AddFranceConnect(settings, folder);
        builder.Services.AddSingleton<IIdentityEvents, HubEvents>();

        var app = builder.Build();
        app.Web.MapSignIn();
        app.Handle<ReadIdentity>("readIdentity", HandleAsync);
        return app;
    }

    private static async Task<Outcome> HandleAsync(ReadIdentity operation, Command command, CancellationToken cancellationToken)
    {
        var about = command.Context;
        var (answer, failure) = await operation.RunAsync(
            command.ReadJson(),
            new ReadIdentityContext(about.Tenant, about.JourneyId, OrNull(about.CaseId), OrNull(about.Traceparent), command.IdempotencyKey),
            cancellationToken);
        return (answer, failure) switch
        {
            ({ } done, _) => Outcome.Done(done),
            (_, { } failed) => Outcome.Failed(failed.Code, failed.Message, failed.Retryable),
            _ => throw new InvalidOperationException("readIdentity gave neither an answer nor a failure."),
        };

        static string? OrNull(string text) => text.Length > 0 ? text : null;
    }
}

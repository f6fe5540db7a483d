using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hub.Server.Canonical.Identity;
using Hub.Server.Channels.Grpc;
using Hub.Server.Channels.Mail;
using Hub.Server.Connectors;
using Hub.Server.Designer;
using Hub.Server.ElsaApi;
using Hub.Server.Exchange;
using Hub.Server.Exchange.DeadLetters;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Journeys;
using Hub.Server.Monitoring;
using Hub.Server.ReferenceData;
using Hub.Server.Requests;
using Hub.Server.Requests.Documents;
using Hub.Server.Schemas;
using Hub.Server.Security;
using Hub.Server.Security.ApiKeys;
using Hub.Server.Security.Logging;
using Hub.Server.Storage;
using Hub.Server.Storage.Sqlite;
using Hub.Server.Web;
using Hub.Server.Web.Admission;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Checks;
using Hub.Server.Workflows.Comparison;
using Hub.Server.Workflows.Http;
using Hub.Server.Workflows.Outline;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Hub.Server;

/// <summary>The hub as one web application: what it is made of, which doors it opens, and what it does before it opens them.</summary>
internal static class HubServer
{
    // Half a minute until the process is gone, of which closing the store may take its part.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(25);

    /// <param name="isQuiet">Writes no log: for commands whose output is their result.</param>
    /// <param name="before">Adds what goes before the hub's own services, such as another clock; null adds nothing.</param>
    public static WebApplication Build(HubOptions options, bool isQuiet = false, Action<IServiceCollection>? before = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        if (isQuiet)
        {
            builder.Logging.ClearProviders();
        }
        else
        {
            builder.Logging.AddHubLogging();
        }

        builder.Host.ConfigureHostOptions(host => host.ShutdownTimeout = DrainTime);
        before?.Invoke(builder.Services);
        AddServices(builder.Services, options);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Listen(kestrel, options.Http, Listener.Http, HttpProtocols.Http1);
            Listen(kestrel, options.Grpc, Listener.Grpc, HttpProtocols.Http2);
            Listen(kestrel, options.Management, Listener.Management, HttpProtocols.Http1);
        });

        var app = builder.Build();
        app.UseSecurity();
        app.UseMiddleware<ListenerGate>();
        app.UseAdmission();
        app.UsePageCompression();
        MapRoutes(app);
        return app;
    }

    /// <summary>What must be there before the first request: schemas, connectors, procedures, and a key to get in with.</summary>
    public static async Task PrepareAsync(IServiceProvider services, HubOptions options, CancellationToken cancellationToken)
    {
        foreach (var id in services.GetRequiredService<SqliteDatabase>().LatestIds())
        {
            services.GetRequiredService<IdGenerator>().ContinueAfter(id);
        }

        services.GetRequiredService<CommuneTableNotice>().Tell();
        await LoadContentAsync(services, options, cancellationToken);
        var relay = services.GetRequiredService<OutboxRelay>();
        services.GetRequiredService<ConnectorSessions>().CapacityChanged += relay.Wake;

        var issuer = services.GetRequiredService<ApiKeyIssuer>();
        if (await issuer.EnsureFirstKeyAsync(options.BootstrapKey, cancellationToken) is { } first)
        {
            // The only place where it is ever shown; on standard error, so that it does not end up in a log collector.
            await Console.Error.WriteLineAsync($"First start. Administrator key, shown once, keep it now / Clé d'administration, montrée une seule fois : {first.Text}");
        }

        var folder = services.GetRequiredService<DefinitionFolder>();
        await folder.ImportAsync(options.Procedures, cancellationToken);
        await folder.ImportAsync(options.Workflows, cancellationToken);
        await services.GetRequiredService<ScheduledStarts>().InstallMissingAsync(cancellationToken);
    }

    /// <summary>Schemas and the connectors' manifests: what workflows are checked against, and work with.</summary>
    public static async Task LoadContentAsync(IServiceProvider services, HubOptions options, CancellationToken cancellationToken)
    {
        var schemas = services.GetRequiredService<SchemaCatalog>();
        schemas.Load(options.Schemas);
        if (options.Connectors is { } connectors && Path.Combine(connectors, "protocol", "connector.schema.json") is var manifestSchema && File.Exists(manifestSchema))
        {
            schemas.AddInline(ManifestReader.SchemaUrn, JsonElement.Parse(await File.ReadAllBytesAsync(manifestSchema, cancellationToken)));
        }

        services.GetRequiredService<ConnectorRegistry>().Load(options.Connectors);
    }

    private static void AddServices(IServiceCollection services, HubOptions options)
    {
        services.AddSecurity(options);
        services.AddAdmission();
        services.AddStorage(options);
        services.AddExchange();
        services.AddWorkflows();
        services.AddSingleton<CommuneTableNotice>();
        services.AddSchemas();
        services.AddSingleton<SchemaLookup>(provider => (id, version) =>
            provider.GetRequiredService<SchemaCatalog>().Find(id, version) is { } schema ? new SchemaDocument(schema.Id, schema.Version, schema.Json) : null);
        services.AddConnectors();
        services.AddSingleton<ProcedureExamples>();
        services.AddSingleton(provider => new IdentityKeys(provider.GetRequiredService<ServerSecret>().KeyFor("identity-keys")));
        services.AddSingleton<IOutboundChannel>(provider => new MailFolder(Path.Combine(options.Data, "mail"), provider.GetRequiredService<TimeProvider>()));
        services.AddGrpcChannel();
        services.AddElsaApi();
        services.AddMonitoring();
        services.AddDesigner();
        services.AddPageCompression();
        services.AddSingleton(_ => new RestorationNote(Restoration.Find(options.Data)));
        services.AddHostedService<Drain>();
        services.AddOpenApi("v1", OpenApiDescription.Configure);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            json.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        });
    }

    private static void MapRoutes(WebApplication app)
    {
        app.MapSecurity();
        SubmitRequest.Map(app);
        SendJourneyMessage.Map(app);
        ProcedureEndpoints.Map(app);
        DocumentEndpoints.Map(app);
        JourneyEndpoints.Map(app);
        SchemaEndpoints.Map(app);
        ConnectorEndpoints.Map(app);
        DeadLetterEndpoints.Map(app);
        WorkflowHttpEndpoints.Map(app);
        CheckEndpoints.Map(app);
        CompareVersions.Map(app);
        OutlineEndpoint.Map(app);
        ElsaApiEndpoints.Map(app);
        MonitoringEndpoints.Map(app);
        ConsolePages.Map(app);
        DesignerPages.Map(app);
        GrpcChannelServices.Map(app);
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymousAccess("The description of the interface holds nothing of anybody.");
    }

    private static void Listen(KestrelServerOptions kestrel, Uri address, Listener listener, HttpProtocols protocols)
    {
        void Configure(ListenOptions listen)
        {
            listen.Protocols = protocols;
            listen.Use(next => connection =>
            {
                connection.Features.Set(new ListenerFeature(listener));
                return next(connection);
            });
        }

        if (address.Host is "localhost")
        {
            kestrel.ListenLocalhost(address.Port, Configure);
        }
        else if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
        {
            kestrel.Listen(ip, address.Port, Configure);
        }
        else
        {
            kestrel.ListenAnyIP(address.Port, Configure);
        }
    }

    /// <summary>Marks a connection with the door that it came in by.</summary>
    internal sealed record ListenerFeature(Listener Listener);

    /// <summary>A route that belongs to another door does not exist at this one.</summary>
    private sealed class ListenerGate(RequestDelegate next)
    {
        private static readonly ListenerRule HttpOnly = new(Listener.Http);

        public Task InvokeAsync(HttpContext context)
        {
            if (context.GetEndpoint() is RouteEndpoint endpoint
                && context.Features.Get<ListenerFeature>() is { } door
                && !(endpoint.Metadata.GetMetadata<ListenerRule>() ?? HttpOnly).Listeners.Contains(door.Listener))
            {
                context.SetEndpoint(null);
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            return next(context);
        }
    }
}

using Hub.Connectors.Sdk.Journal;
using Hub.Connectors.Sdk.Manifest;
using Hub.Connectors.Sdk.Session;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.Sdk;

/// <summary>
/// Builds a connector. Inside is an ordinary web application, because many connectors also receive call-backs;
/// without an address of its own it listens on a free local port.
/// </summary>
public sealed class ConnectorBuilder
{
    // Where a test can stop a connector between claiming a command, doing it, and answering.
    private static readonly string[] FailPoints =
        ["connector.after-claim-before-effect", "connector.after-effect-before-journal", "connector.after-journal-before-answer"];

    private string _manifestFile = "connector.yaml";

    internal ConnectorBuilder(string[] args)
    {
        FailPoint.Arm("HUB_CONNECTOR_FAILPOINTS", FailPoints);
        Web = WebApplication.CreateBuilder(args);
        Services.AddOptions<ConnectorOptions>()
            .Bind(Configuration.GetSection(ConnectorOptions.Section))
            .Configure(options => options.ReadEnvironment(Configuration));
        Services.TryAddSingleton(TimeProvider.System);
    }

    /// <summary>The web application's own builder: logging, web host, environment.</summary>
    public WebApplicationBuilder Web { get; }

    public IServiceCollection Services => Web.Services;

    public ConfigurationManager Configuration => Web.Configuration;

    /// <summary>
    /// Names the manifest. A relative name is looked for beside the binary, in the content root, in the current folder and in the folders above the binary,
    /// so that it is found both installed and run from its source folder. Default <c>connector.yaml</c>.
    /// </summary>
    public ConnectorBuilder UseManifest(string fileName)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        _manifestFile = fileName;
        return this;
    }

    /// <summary>Changes settings in code; what configuration and environment say comes first.</summary>
    public ConnectorBuilder Configure(Action<ConnectorOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <exception cref="ManifestException">The manifest is missing or wrong; the message lists every mistake.</exception>
    public ConnectorApp Build()
    {
        var manifest = ManifestReader.Read(ManifestReader.Find(_manifestFile, Web.Environment.ContentRootPath));
        Services.AddSingleton(manifest);
        Services.AddSingleton<IValidateOptions<ConnectorOptions>, ConnectorOptionsValidator>();
        Services.AddSingleton<CommandHandlers>();
        Services.AddSingleton<DataFolder>();
        Services.AddSingleton<EventBox>();
        Services.AddSingleton<CommandJournal>();
        Services.AddSingleton<CommandRunner>();
        Services.AddSingleton<HubChannel>();
        Services.AddSingleton(services => new HubClient(services.GetRequiredService<EventBox>(), services.GetRequiredService<HubChannel>()));
        Services.AddSingleton<HubLink>();
        Services.AddHostedService(services => services.GetRequiredService<HubLink>());

        // The running handlers get their drain time before the host loses patience.
        Services.AddOptions<HostOptions>().Configure<IOptions<ConnectorOptions>>(
            (host, connector) => host.ShutdownTimeout = connector.Value.DrainTime + TimeSpan.FromSeconds(5));
        if (string.IsNullOrEmpty(Configuration[WebHostDefaults.ServerUrlsKey]) && !Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            // Many connectors share a machine: the framework's fixed default port would let only one start.
            Web.WebHost.UseUrls("http://127.0.0.1:0");
        }

        return new ConnectorApp(Web.Build());
    }
}

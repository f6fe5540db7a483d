using Hub.Connectors.Sdk.Manifest;
using Hub.Connectors.Sdk.Session;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hub.Connectors.Sdk;

/// <summary>
/// A built connector: register what it does, then run it. It dials the hub and keeps dialling for ever;
/// commands of one journey are handled one after the other, those of different journeys at the same time.
/// </summary>
public sealed class ConnectorApp : IAsyncDisposable
{
    private readonly CommandHandlers _handlers;

    internal ConnectorApp(WebApplication web)
    {
        Web = web;
        Hub = web.Services.GetRequiredService<HubClient>();
        Manifest = web.Services.GetRequiredService<ConnectorManifest>();
        _handlers = web.Services.GetRequiredService<CommandHandlers>();
        web.MapGet("/health", () => Hub.IsConnected ? Results.Text("connected") : Results.Text("not connected to the hub", statusCode: StatusCodes.Status503ServiceUnavailable));
    }

    /// <summary>The web application inside, to map call-backs and webhooks on.</summary>
    public WebApplication Web { get; }

    public IServiceProvider Services => Web.Services;

    /// <summary>Speaks to the hub: events, citizen requests, schemas. Also injected by its type.</summary>
    public HubClient Hub { get; }

    public ConnectorManifest Manifest { get; }

    /// <summary>
    /// Says who handles an operation of the manifest. The token fires when the hub cancels, at the command's deadline, and when draining ends.
    /// A handler that throws is answered as a retryable failure without the exception's text.
    /// </summary>
    /// <exception cref="ArgumentException">The manifest has no such command or query, or it has a handler already.</exception>
    public ConnectorApp Handle(string operation, Func<Command, CancellationToken, Task<Outcome>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handlers.Add(operation, (_, command, cancellationToken) => handler(command, cancellationToken));
        return this;
    }

    /// <summary>The same, with a service from a scope of its own for each command.</summary>
    public ConnectorApp Handle<TService>(string operation, Func<TService, Command, CancellationToken, Task<Outcome>> handler)
        where TService : notnull
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handlers.Add(operation, (services, command, cancellationToken) => handler(services.GetRequiredService<TService>(), command, cancellationToken));
        return this;
    }

    /// <summary>Runs until SIGTERM or the token, then drains: running handlers end and are answered.</summary>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        await StartAsync(cancellationToken).ConfigureAwait(false);
        await Web.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="InvalidOperationException">An operation of the manifest has no handler.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        _handlers.ThrowIfIncomplete();
        return Web.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken = default) => Web.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => Web.DisposeAsync();
}

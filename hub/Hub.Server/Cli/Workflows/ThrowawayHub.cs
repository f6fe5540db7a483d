namespace Hub.Server.Cli.Workflows;

/// <summary>The hub's services on a store that is thrown away, with the schemas and manifests of this machine: without doors, without outside calls.</summary>
internal sealed class ThrowawayHub : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-once-").FullName;
    private readonly WebApplication app;
    private readonly HubOptions options;

    private ThrowawayHub(HubOptions settings, Action<IServiceCollection>? before)
    {
        options = settings with { Data = folder, Ledgers = folder, Procedures = null, Workflows = null, IsOffline = true };
        app = HubServer.Build(options, isQuiet: true, before);
    }

    public IServiceProvider Services => app.Services;

    /// <param name="settings">The settings of this machine.</param>
    /// <param name="before">Adds what goes before the hub's own services; null adds nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ThrowawayHub> OpenAsync(HubOptions settings, Action<IServiceCollection>? before, CancellationToken cancellationToken)
    {
        var hub = new ThrowawayHub(settings, before);
        try
        {
            await HubServer.LoadContentAsync(hub.Services, hub.options, cancellationToken);
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

using Hub.Server.Exchange.Outbox;

namespace Hub.Server.Connectors;

/// <summary>The manifests in force, as those see them who ask something of a connector.</summary>
internal sealed class ManifestOffers(ConnectorRegistry registry) : IConnectorCatalog
{
    private volatile Snapshot? snapshot;

    public IReadOnlyList<ConnectorOffer> All => Current().All;

    public int Revision => registry.Revision;

    public event Action? Changed
    {
        add => registry.ManifestsChanged += value;
        remove => registry.ManifestsChanged -= value;
    }

    public ConnectorOffer? Find(string connector) => Current().ByName.GetValueOrDefault(connector);

    private Snapshot Current()
    {
        // The number is read first: what changes meanwhile makes the list out of date, and it is made again.
        var revision = registry.Revision;
        if (snapshot is { } known && known.Revision == revision)
        {
            return known;
        }

        ConnectorOffer[] all = [.. registry.All.Select(connector => Offer(connector.Manifest))];
        return snapshot = new Snapshot(revision, all, all.ToDictionary(connector => connector.Name, StringComparer.Ordinal));
    }

    private static ConnectorOffer Offer(ConnectorManifest manifest) => new(
        manifest.Name,
        manifest.Title,
        manifest.Category,
        manifest.DataCategories,
        [.. manifest.Operations.Select(operation => new OperationOffer
        {
            Name = operation.Name,
            Title = operation.Title,
            Description = operation.Description,
            IsAsked = operation.Kind is ConnectorOperationKind.Command or ConnectorOperationKind.Query,
            IsCommand = operation.Kind == ConnectorOperationKind.Command,
            InputSchema = operation.InputSchema,
            OutputSchema = operation.OutputSchema,
            Timeout = operation.Timeout,
            IsIdempotent = operation.IsIdempotent,
        })]);

    private sealed record Snapshot(int Revision, IReadOnlyList<ConnectorOffer> All, IReadOnlyDictionary<string, ConnectorOffer> ByName);
}

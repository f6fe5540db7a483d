namespace Hub.Server.Exchange.Outbox;

/// <summary>What can be asked of the connectors that the hub knows. Implemented where the manifests are.</summary>
public interface IConnectorCatalog
{
    /// <summary>Every connector, by name.</summary>
    IReadOnlyList<ConnectorOffer> All { get; }

    /// <summary>Another number whenever <see cref="All"/> is another list.</summary>
    int Revision { get; }

    /// <summary>Raised after <see cref="Revision"/> has become another one.</summary>
    event Action? Changed;

    /// <summary>One connector; null when the hub does not know it.</summary>
    ConnectorOffer? Find(string connector);
}

/// <summary>A connector as its manifest describes it.</summary>
/// <param name="Category">What kind of application it is for, such as <c>payment</c>; null where the manifest does not say.</param>
/// <param name="DataCategories">The categories of personal data that it declares to handle.</param>
/// <param name="Operations">What it does, looks up and reports.</param>
public sealed record ConnectorOffer(
    string Name, LocalizedText Title, string? Category, IReadOnlyList<string> DataCategories, IReadOnlyList<OperationOffer> Operations)
{
    public OperationOffer? Find(string operation) => Operations.FirstOrDefault(candidate => candidate.Name == operation);
}

/// <summary>One operation of a connector.</summary>
public sealed record OperationOffer
{
    public required string Name { get; init; }

    public required LocalizedText Title { get; init; }

    /// <summary>What it does; empty where the manifest does not say.</summary>
    public required LocalizedText Description { get; init; }

    /// <summary>Whether the hub asks for it: a command or a query, and not something that the connector reports.</summary>
    public required bool IsAsked { get; init; }

    /// <summary>Whether it changes something outside.</summary>
    public required bool IsCommand { get; init; }

    /// <summary>URN in the schema catalogue of what it takes; null where none is declared.</summary>
    public string? InputSchema { get; init; }

    /// <summary>URN in the schema catalogue of what it answers; null where none is declared.</summary>
    public string? OutputSchema { get; init; }

    /// <summary>How long one attempt may take; null where the manifest does not say.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether a command sent again with the same key does nothing twice.</summary>
    public bool IsIdempotent { get; init; }
}

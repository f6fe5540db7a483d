namespace Hub.Server.Connectors;

/// <summary>Remembers the connectors that attached once.</summary>
public interface IConnectorStore
{
    IReadOnlyList<StoredConnector> List();

    Task SaveAsync(StoredConnector connector);
}

/// <param name="Manifest">The <c>connector.yaml</c> that it presented last, or the one in the hub's folder.</param>
/// <param name="SeenAt">When it attached last; null when it never did.</param>
public sealed record StoredConnector(string Name, ReadOnlyMemory<byte> Manifest, bool IsPaused, DateTimeOffset? SeenAt);

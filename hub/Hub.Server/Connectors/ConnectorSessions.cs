using System.Collections.Concurrent;

namespace Hub.Server.Connectors;

/// <summary>The connectors that are attached now, and how they are.</summary>
public sealed class ConnectorSessions(LoadLimits limits) : IDisposable
{
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentDictionary<string, IConnectorSession[]> attached = new(StringComparer.Ordinal);
    private readonly Lock changing = new();

    /// <summary>Raised when a connector can take more: it attached, gave credit or was resumed.</summary>
    public event Action<string>? CapacityChanged;

    /// <summary>Fires when every session is to end because the hub stops.</summary>
    public CancellationToken Closing => closing.Token;

    /// <summary>Every session ends; its connector is told why and dials again.</summary>
    public Task CloseAllAsync() => closing.CancelAsync();

    public void Dispose() => closing.Dispose();

    public IReadOnlyList<IConnectorSession> Of(string connector) => attached.GetValueOrDefault(connector) ?? [];

    /// <summary>False when the connector has as many sessions as one may have.</summary>
    public bool TryAdd(IConnectorSession session)
    {
        lock (changing)
        {
            if (Of(session.Connector).Count >= limits.SessionsPerConnector)
            {
                return false;
            }

            attached[session.Connector] = [.. Of(session.Connector), session];
        }

        NotifyCapacity(session.Connector);
        return true;
    }

    public void Remove(IConnectorSession session)
    {
        lock (changing)
        {
            attached[session.Connector] = [.. Of(session.Connector).Where(other => other != session)];
        }
    }

    public void NotifyCapacity(string connector) => CapacityChanged?.Invoke(connector);
}

/// <summary>One attached process of a connector, on whatever transport.</summary>
public interface IConnectorSession
{
    string Connector { get; }

    /// <summary>The process' own name.</summary>
    string Instance { get; }

    DateTimeOffset AttachedAt { get; }

    /// <summary>Commands that it takes before it must grant more.</summary>
    int Credit { get; }

    bool IsHealthy { get; }

    /// <summary>What it says of its health; no personal data.</summary>
    string HealthDetail { get; }
}

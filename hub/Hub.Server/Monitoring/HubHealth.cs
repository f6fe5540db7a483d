using Hub.Server.Connectors;
using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Web.Admission;

namespace Hub.Server.Monitoring;

/// <summary>Whether the hub can take requests, and what each part says of itself.</summary>
internal sealed class HubHealth(IStoreHealth store, AdmissionDesk desk, ConnectorRegistry registry, ConnectorSessions sessions, IOutbox outbox)
{
    /// <summary>Ready means that a request sent now would be made durable. A connector that is away does not change that: its commands wait.</summary>
    public bool IsReady => store.IsHealthy && !desk.IsClosed;

    public object Detail()
    {
        var backlog = outbox.Backlog();
        return new
        {
            status = IsReady ? "ready" : "not-ready",
            store = new { healthy = store.IsHealthy, waiting = store.Waiting },
            admission = new { heldBytes = desk.Held, roomBytes = desk.Room, closed = desk.IsClosed },
            connectors = registry.All.Select(connector => new
            {
                name = connector.Manifest.Name,
                attached = sessions.Of(connector.Manifest.Name).Count,
                waiting = backlog.GetValueOrDefault(connector.Manifest.Name),
            }),
        };
    }
}

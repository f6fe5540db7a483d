using System.Diagnostics.Metrics;
using Hub.Server.Connectors;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Journeys;
using Hub.Server.Workflows;

namespace Hub.Server.Monitoring;

/// <summary>The hub's gauges, read from what the store and the registry know at the time of asking. No personal data, no instance ids.</summary>
internal sealed class HubGauges
{
    public const string MeterName = "hub";

    // Late, and five and fifteen days before: while something can still be done about it.
    private static readonly int[] Notice = [0, 5, 15];

    public HubGauges(IMeterFactory meters, IOutbox outbox, ConnectorRegistry registry, ConnectorSessions sessions, ActivationGuard activations, IJourneyStore journeys, TimeProvider clock)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge(
            "hub.outbox.backlog",
            () => outbox.Backlog().Select(pair => new Measurement<long>(pair.Value, new KeyValuePair<string, object?>("connector", pair.Key))),
            "{command}",
            "Commands that wait in the outbox.");
        meter.CreateObservableGauge(
            "hub.connectors.attached",
            () => registry.All.Select(connector => new Measurement<long>(
                sessions.Of(connector.Manifest.Name).Count,
                new KeyValuePair<string, object?>("connector", connector.Manifest.Name))),
            "{session}",
            "Attached processes of each connector.");
        meter.CreateObservableCounter(
            "hub.workflow.starts.refused",
            () => activations.Refused.Select(pair => new Measurement<long>(pair.Value, new KeyValuePair<string, object?>("strategy", pair.Key.ToString()))),
            "{start}",
            "Workflows that were not started because of their activation strategy.");
        meter.CreateObservableGauge("hub.journeys.due", () => Due(journeys, clock.GetUtcNow()), "{journey}", "Journeys that are not answered yet, by how near the law's last day is.");
    }

    // Each journey counts once, where it is nearest. A procedure that has none shows nothing.
    private static IEnumerable<Measurement<long>> Due(IJourneyStore journeys, DateTimeOffset now) =>
        journeys.CountDue([.. Notice.Select(notice => now.AddDays(notice))]).Select(due => new Measurement<long>(
            due.Count,
            new KeyValuePair<string, object?>("procedure", due.Procedure),
            new KeyValuePair<string, object?>("within", due.Moment == 0 ? "late" : $"{Notice[due.Moment]}d")));
}

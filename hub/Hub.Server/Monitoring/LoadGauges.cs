using System.Diagnostics.Metrics;
using Hub.Server.Connectors;
using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Web.Admission;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Http;

namespace Hub.Server.Monitoring;

/// <summary>
/// How loaded the hub is: every queue with a bound, what admission holds, and what it turned away and why. What each one means
/// and what to do about it is in <c>hub/docs/operations.md</c>, which a test compares with this list.
/// </summary>
internal sealed class LoadGauges
{
    public LoadGauges(
        IMeterFactory meters,
        LoadLimits limits,
        AdmissionDesk desk,
        IStoreHealth store,
        PartitionLocks partitions,
        OutboxRelay relay,
        ConnectorRegistry registry,
        ConnectorSessions sessions,
        EffectQueue effects,
        TimerService timers,
        HttpExchanges exchanges)
    {
        var meter = meters.Create(HubGauges.MeterName);
        meter.CreateObservableGauge("hub.admission.held", () => desk.Held, "By", "Memory that the calls being handled are counted with.");
        meter.CreateObservableGauge("hub.admission.room", () => desk.Room, "By", "Memory that calls may be counted with before they are turned away.");
        meter.CreateObservableGauge("hub.admission.inside", () => Works().Select(work => new Measurement<long>(desk.Inside(work), Tag("work", work))), "{call}", "Calls that are being handled.");
        meter.CreateObservableCounter("hub.admission.admitted", () => Works().Select(work => new Measurement<long>(desk.Admitted(work), Tag("work", work))), "{call}", "Calls that were taken on.");
        meter.CreateObservableCounter("hub.admission.refused", () => Refused(desk), "{call}", "Calls that were turned away, by reason.");
        meter.CreateObservableGauge("hub.store.waiting", () => store.Waiting, "{commit}", "Units of work that wait to be written.");
        meter.CreateObservableGauge("hub.store.waiting.limit", () => limits.CommitsWaiting, "{commit}", "Waiting units of work from which new requests are refused.");
        meter.CreateObservableGauge("hub.partitions.busy", () => partitions.Count, "{partition}", "Journeys and instances that a message is in or waits for.");
        meter.CreateObservableGauge("hub.outbox.inflight", () => relay.InFlight.Select(lane => new Measurement<long>(lane.Value, Tag("connector", lane.Key))), "{command}", "Commands that are out and not answered.");
        meter.CreateObservableGauge(
            "hub.connectors.credit",
            () => registry.All.Select(known => new Measurement<long>(sessions.Of(known.Manifest.Name).Sum(session => (long)session.Credit), Tag("connector", known.Manifest.Name))),
            "{command}",
            "Commands that a connector still takes.");
        meter.CreateObservableGauge("hub.effects.waiting", () => effects.Waiting, "{call}", "Outside calls of workflows that wait for their turn.");
        meter.CreateObservableGauge("hub.effects.running", () => effects.Running, "{call}", "Outside calls of workflows that are being made.");
        meter.CreateObservableGauge("hub.effects.overflowed", () => effects.HasOverflowed ? 1 : 0, "{truth}", "1 while further outside calls wait in the store because the queue is full.");
        meter.CreateObservableGauge("hub.timers.failing", () => timers.FailingTimers, "{timer}", "Due timers that failed and are tried again later.");
        meter.CreateObservableGauge("hub.http.waits", () => exchanges.Count, "{call}", "Callers of workflows' routes that wait for the workflow's reply.");
    }

    private static IEnumerable<Measurement<long>> Refused(AdmissionDesk desk) =>
        from work in Works()
        from reason in Enum.GetValues<AdmissionRefusal>()
        let count = desk.Refused(work, reason)
        where count > 0
        select new Measurement<long>(count, Tag("work", work), Tag("reason", reason));

    private static IEnumerable<WorkClass> Works() => Enum.GetValues<WorkClass>().Where(work => work != WorkClass.Exempt);

    private static KeyValuePair<string, object?> Tag(string name, object value) =>
        new(name, value is Enum ? System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()!) : value); // an enum has a name
}

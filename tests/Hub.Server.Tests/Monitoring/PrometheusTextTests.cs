using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Hub.Server.Connectors;
using Hub.Server.Exchange;
using Hub.Server.Journeys;
using Hub.Server.Monitoring;
using Hub.Server.Tests.Exchange;
using Hub.Server.Web.Admission;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Server.Tests.Monitoring;

public sealed partial class PrometheusTextTests
{
    [Fact]
    public async Task Write_CountersGaugesAndHistograms_IsTheTextFormat()
    {
        await using var scope = ExchangeScope.Open();
        await scope.SendAsync(scope.Command("c1", "p1", "grc\\\"x\ny"));
        await using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = meters.GetRequiredService<IMeterFactory>();
        using var text = Text(scope, factory);
        await text.StartAsync(CancellationToken.None);
        var meter = factory.Create(HubGauges.MeterName);
        meter.CreateCounter<long>("test.calls", "{call}", "Calls with a \\ and\na break.").Add(3, new KeyValuePair<string, object?>("kind", "a"));
        var duration = meter.CreateHistogram<double>("test.duration", "s", "Time.");
        duration.Record(0.02);
        duration.Record(99);

        var lines = text.Write().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.All(lines, line => Assert.Matches(Line(), line));
        Assert.Contains("hub_outbox_backlog{connector=\"grc\\\\\\\"x y\"} 1", lines);
        Assert.Contains("test_calls_total{kind=\"a\"} 3", lines);
        Assert.Contains("test_duration_seconds_bucket{le=\"0.025\"} 1", lines);
        Assert.Contains("test_duration_seconds_bucket{le=\"10\"} 1", lines);
        Assert.Contains("test_duration_seconds_bucket{le=\"+Inf\"} 2", lines);
        Assert.Contains("test_duration_seconds_count 2", lines);
        Assert.Contains("# HELP test_calls_total Calls with a \\\\ and a break.", lines);
        Assert.Equal(lines.Count(line => line.StartsWith("# TYPE", StringComparison.Ordinal)), lines.Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).Distinct().Count());
    }

    [Fact]
    public async Task Write_Twice_ObservedValuesAreNotAddedUp()
    {
        await using var scope = ExchangeScope.Open();
        await scope.SendAsync(scope.Command("c1", "p1"), scope.Command("c2", "p2"));
        await using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var text = Text(scope, meters.GetRequiredService<IMeterFactory>());
        await text.StartAsync(CancellationToken.None);

        _ = text.Write();

        Assert.Contains("hub_outbox_backlog{connector=\"grc\"} 2\n", text.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_LabelsThatTakeTurns_EachCountsItsOwn()
    {
        await using var scope = ExchangeScope.Open();
        await using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = meters.GetRequiredService<IMeterFactory>();
        using var text = Text(scope, factory);
        await text.StartAsync(CancellationToken.None);
        var calls = factory.Create(HubGauges.MeterName).CreateCounter<long>("test.calls");
        foreach (var kind in new object?[] { "a", "a", "b", "a", null, null })
        {
            calls.Add(1, new KeyValuePair<string, object?>("kind", kind));
        }

        // There is a bound to the series: what is beyond it is counted nowhere, least of all with another's labels.
        for (var i = 0; i < 3000; i++)
        {
            calls.Add(1, new KeyValuePair<string, object?>("caller", i));
        }

        var written = text.Write();

        Assert.Contains("test_calls_total{kind=\"a\"} 3\n", written, StringComparison.Ordinal);
        Assert.Contains("test_calls_total{kind=\"b\"} 1\n", written, StringComparison.Ordinal);
        Assert.Contains("test_calls_total{kind=\"\"} 2\n", written, StringComparison.Ordinal);
        var callers = CallerLine().Matches(written);
        Assert.InRange(callers.Count, 1, 2999);
        Assert.All(callers, line => Assert.Equal("1", line.Groups[1].Value));
    }

    [Fact]
    public async Task Write_GaugeThatIsSetTwice_TellsTheLastValue()
    {
        await using var scope = ExchangeScope.Open();
        await using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = meters.GetRequiredService<IMeterFactory>();
        using var text = Text(scope, factory);
        await text.StartAsync(CancellationToken.None);
        var gauge = factory.Create(HubGauges.MeterName).CreateGauge<long>("test.level", "{thing}", "Things.");

        gauge.Record(5);
        gauge.Record(3);
        _ = text.Write();

        Assert.Contains("\ntest_level 3\n", text.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_EveryLoadMetric_IsExplainedInTheOperationsPage()
    {
        await using var scope = ExchangeScope.Open();
        scope.Get<AdmissionDesk>().Count(WorkClass.New, AdmissionRefusal.Full);
        await using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var text = Text(scope, meters.GetRequiredService<IMeterFactory>());
        await text.StartAsync(CancellationToken.None);

        var page = await File.ReadAllTextAsync(Path.Combine(Architecture.Repository.Root, "hub", "docs", "operations.md"));
        var written = text.Write().Split('\n').Where(line => line.StartsWith("# TYPE hub_", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToArray();

        Assert.Contains("hub_admission_refused_total", written);
        Assert.All(written, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
        Assert.All(Enum.GetNames<AdmissionRefusal>(), reason => Assert.Contains($"`{System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(reason)}`", page, StringComparison.Ordinal));
    }

    private static PrometheusText Text(ExchangeScope scope, IMeterFactory meters) => new(
        new HubGauges(meters, scope.Outbox, scope.Get<ConnectorRegistry>(), scope.Get<ConnectorSessions>(), scope.Get<ActivationGuard>(), scope.Get<IJourneyStore>(), scope.Clock),
        new LoadGauges(
            meters,
            scope.Get<LoadLimits>(),
            scope.Get<AdmissionDesk>(),
            scope.Get<IStoreHealth>(),
            scope.Get<PartitionLocks>(),
            scope.Relay,
            scope.Get<ConnectorRegistry>(),
            scope.Get<ConnectorSessions>(),
            scope.Get<EffectQueue>(),
            scope.Get<TimerService>(),
            scope.Get<HttpExchanges>()));

    // Prometheus exposition format 0.0.4: a comment, or name, labels and one number.
    [GeneratedRegex("^test_calls_total\\{caller=\"[0-9]+\"\\} ([0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex CallerLine();

    [GeneratedRegex("""^(# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .*|[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\["\\n])*",?)*\})? -?([0-9.]+(E[+-]?[0-9]+)?|NaN|\+Inf))$""", RegexOptions.NonBacktracking)]
    private static partial Regex Line();
}

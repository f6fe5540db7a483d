using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Hub.Server.Connectors;
using Hub.Server.Monitoring;
using Hub.Server.Tests.Exchange;
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
        using var text = new PrometheusText(new HubGauges(factory, scope.Outbox, scope.Get<ConnectorRegistry>(), scope.Get<ConnectorSessions>()));
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
        using var text = new PrometheusText(new HubGauges(meters.GetRequiredService<IMeterFactory>(), scope.Outbox, scope.Get<ConnectorRegistry>(), scope.Get<ConnectorSessions>()));
        await text.StartAsync(CancellationToken.None);

        _ = text.Write();

        Assert.Contains("hub_outbox_backlog{connector=\"grc\"} 2\n", text.Write(), StringComparison.Ordinal);
    }

    // Prometheus exposition format 0.0.4: a comment, or name, labels and one number.
    [GeneratedRegex("""^(# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .*|[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\["\\n])*",?)*\})? -?([0-9.]+(E[+-]?[0-9]+)?|NaN|\+Inf))$""", RegexOptions.NonBacktracking)]
    private static partial Regex Line();
}

using System.Diagnostics.Metrics;
using System.Globalization;
using Hub.Server.Connectors;
using Hub.Server.Exchange;
using Hub.Server.Journeys;
using Hub.Server.Monitoring;
using Hub.Server.Tests.Exchange;
using Hub.Server.Tests.Workflows;
using Hub.Server.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Server.Tests.Journeys;

/// <summary>A procedure that the law asks to be answered within two months, on a clock that the test moves.</summary>
public sealed class JourneyDeadlineTests : IAsyncLifetime
{
    private const string Paid = """{"outcome":"paid","amountCents":4200}""";

    private ProcedureScope scope = null!; // set before each test by InitializeAsync

    public async Task InitializeAsync() => scope = await ProcedureScope.StartAsync();

    public async Task DisposeAsync() => await scope.DisposeAsync();

    private DateTimeOffset Now => scope.Exchange.Clock.GetUtcNow();

    private IJourneyStore Journeys => scope.Exchange.Get<IJourneyStore>();

    private Journey Journey => Journeys.Find(ExchangeScope.Tenant, new JourneyId(scope.JourneyId))!; // submitted before

    [Fact]
    public async Task Submit_ProcedureWithADeadline_JourneyAndWorkflowKnowTheLastDay()
    {
        await scope.SubmitAsync();

        var lastDay = LegalDeadline.LastDay(Journey.DueAt!.Value); // the procedure has a deadline
        Assert.Equal(DateOnly.FromDateTime(Now.UtcDateTime).AddMonths(2), lastDay);
        var request = scope.Exchange.Get<InstanceHistory>().Executions(ExchangeScope.Tenant, scope.Instance.Id, execution => execution.NodeId.EndsWith(":start", StringComparison.Ordinal));
        Assert.Equal(lastDay.ToString("O", CultureInfo.InvariantCulture), Assert.Single(request).Outputs["DueOn"].GetString());
    }

    [Fact]
    public async Task Journey_NotAnswered_IsLateOnceTheLastDayIsOver()
    {
        await scope.SubmitAsync();
        var due = Journey.DueAt!.Value; // the procedure has a deadline

        Assert.Equal((false, false, true), (Journey.IsLate(Now), Journey.IsLate(due.AddTicks(-1)), Journey.IsLate(due)));
        Assert.Empty(Due(due.AddDays(-1)));
        Assert.Equal(scope.JourneyId, Assert.Single(Due(due)).Id.Value);
    }

    [Fact]
    public async Task Journey_AnsweredInTime_IsNeverLateAndAwaitsNothing()
    {
        await EndAsync();

        Assert.False(Journey.IsLate(Now.AddYears(1)));
        Assert.Empty(Due(Now.AddYears(1)));
        Assert.Equal(new AnswerFigures(InTime: 1, Late: 0, Open: 0, Overdue: 0), Answers());
    }

    [Fact]
    public async Task Journey_AnsweredAfterTheLastDay_StaysLate()
    {
        await scope.SubmitAsync();
        scope.Exchange.Clock.Advance(TimeSpan.FromDays(70));
        Assert.Equal(new AnswerFigures(InTime: 0, Late: 0, Open: 0, Overdue: 1), Answers());

        await scope.AnswerAsync("grc");
        await scope.BringAsync("piece");
        await scope.SettleAsync((await scope.AnswerAsync("payfip")).PaymentId!, Paid); // RequestPayment names one

        Assert.Equal((JourneyState.Completed, true), (Journey.State, Journey.IsLate(Now)));
        Assert.Equal(new AnswerFigures(InTime: 0, Late: 1, Open: 0, Overdue: 0), Answers());
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(-16, "")]
    [InlineData(-15, "15d")]
    [InlineData(-5, "5d")]
    [InlineData(-1, "5d")]
    [InlineData(1, "late")]
    public async Task Metric_ByHowNearTheLastDayIs_CountsEachJourneyOnce(int daysFromTheLast, string within)
    {
        await scope.SubmitAsync();
        if (daysFromTheLast != 0)
        {
            scope.Exchange.Clock.Advance(Journey.DueAt!.Value.AddDays(daysFromTheLast) - Now); // the procedure has a deadline
        }

        Assert.Equal(within.Length == 0 ? [] : [("paid", within, 1L)], Measured());
    }

    [Fact]
    public async Task Due_OfSeveralAuthorities_CountsAllAndSearchFindsOnlyItsOwn()
    {
        await scope.SubmitAsync();
        var due = Journey.DueAt!.Value; // the procedure has a deadline
        await scope.Exchange.Store.CommitAsync(
            [.. new[] { "1", "5", "9" }.Select(tenant => new StartJourney(Journey with { Id = new($"of-{tenant}"), Tenant = new(tenant), RequestId = $"r-{tenant}", HandOverCode = $"code-{tenant}" }))],
            CancellationToken.None);
        scope.Exchange.Clock.Advance(due - Now);

        Assert.Equal([("paid", "late", 4L)], Measured());
        Assert.Equal(scope.JourneyId, Assert.Single(Due(due)).Id.Value);
    }

    [Fact]
    public void Offer_OfAProcedureWithADeadline_NamesIt() =>
        Assert.Equal("P2M", scope.Exchange.Get<IProcedureDirectory>().Find(ExchangeScope.Tenant, "paid")?.Deadline?.ToString());

    private async Task EndAsync()
    {
        var payment = await scope.ReachPaymentAsync();
        await scope.SettleAsync(payment, Paid);
        Assert.Equal(JourneyState.Completed, Journey.State);
    }

    private IReadOnlyList<Journey> Due(DateTimeOffset by) => Journeys.Search(new JourneySearch(ExchangeScope.Tenant, DueBy: by));

    private AnswerFigures? Answers() =>
        scope.Exchange.Get<IFlowStatistics>().Quality(ExchangeScope.Tenant, Now.AddYears(-1), Now.AddDays(1), Now).Single(figures => figures.Procedure == "paid").Answers;

    private List<(string Procedure, string Within, long Count)> Measured()
    {
        var found = new List<(string, string, long)>();
        using var listener = new MeterListener();
        Meter? meter = null;
        listener.InstrumentPublished = (instrument, own) =>
        {
            // Other tests have meters of the same name.
            if (instrument.Name == "hub.journeys.due" && instrument.Meter == meter)
            {
                own.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) => found.Add(((string)tags[0].Value!, (string)tags[1].Value!, count))); // the gauge gives both
        using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _ = new HubGauges(
            meters.GetRequiredService<IMeterFactory>(),
            scope.Exchange.Outbox,
            scope.Exchange.Get<ConnectorRegistry>(),
            scope.Exchange.Get<ConnectorSessions>(),
            scope.Exchange.Get<ActivationGuard>(),
            Journeys,
            scope.Exchange.Clock);
        meter = meters.GetRequiredService<IMeterFactory>().Create(HubGauges.MeterName);
        listener.Start();
        listener.RecordObservableInstruments();
        return found;
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Journeys;
using Hub.Server.Tests.Exchange;
using Hub.Server.Tests.Workflows;
using Hub.Server.Workflows;

namespace Hub.Server.Tests.Journeys;

/// <summary>A procedure that refuses the request at once and still has things to do: how the journey ended is not changed by what they come to.</summary>
public sealed class JourneyEndTests : IAsyncLifetime
{
    private const string Paid = """{"outcome":"paid","amountCents":4200}""";

    private ProcedureScope scope = null!; // set before each test by InitializeAsync

    public async Task InitializeAsync() => scope = await ProcedureScope.StartAsync(RefusesFirst());

    public async Task DisposeAsync() => await scope.DisposeAsync();

    private Journey Journey => scope.Exchange.Get<IJourneyStore>().Find(ExchangeScope.Tenant, new JourneyId(scope.JourneyId))!; // submitted before

    [Fact]
    public async Task Close_WorkflowGoesOnAndClosesAgain_TheFirstEndCounts()
    {
        await scope.SubmitAsync();
        var ended = Journey.UpdatedAt;
        scope.Exchange.Clock.Advance(TimeSpan.FromDays(100));

        await scope.AnswerAsync("grc");
        scope.Exchange.Clock.Advance(TimeSpan.FromHours(2));
        var timers = scope.Exchange.Hosted<TimerService>();
        await timers.StartAsync(CancellationToken.None);
        await scope.Exchange.Store.UntilAsync(() => scope.Instance.Status == "Finished", "the time-out has closed it once more");
        await timers.StopAsync(CancellationToken.None);

        Assert.Equal((JourneyState.Refused, ended, false), (Journey.State, Journey.UpdatedAt, Journey.IsLate(scope.Exchange.Clock.GetUtcNow())));
        Assert.Equal(JourneyEventTypes.JourneyRefused, Assert.Single(scope.EventTypes, Ends));
    }

    [Fact]
    public async Task Close_WorkflowFailsLater_StaysAndTheIncidentIsTold()
    {
        await scope.SubmitAsync();

        await scope.Exchange.Get<ReplyEntrance>().EnterAsync(scope.Command("grc"), default, new DeliveryFailure("unknown-procedure", "Not here.", IsRetryable: false));

        Assert.Equal((1, "Faulted"), (scope.Instance.Incidents, scope.Instance.SubStatus));
        Assert.Equal(JourneyState.Refused, Journey.State);
        Assert.Equal(JourneyEventTypes.JourneyRefused, Assert.Single(scope.EventTypes, Ends));
        Assert.Contains(JourneyEventTypes.IncidentRaised, scope.EventTypes);
    }

    [Fact]
    public async Task Move_OfAnEndedJourney_ChangesNothing()
    {
        await scope.SubmitAsync();
        var ended = Journey;

        foreach (var state in Enum.GetValues<JourneyState>())
        {
            await scope.Exchange.Store.CommitAsync([new MoveJourney(ExchangeScope.Tenant, ended.Id, state, ended.UpdatedAt.AddDays(1))], CancellationToken.None);
        }

        Assert.Equal((ended.State, ended.UpdatedAt), (Journey.State, Journey.UpdatedAt));
    }

    [Fact]
    public async Task Close_WithoutAReason_SaysHowItEnded()
    {
        await scope.SubmitAsync();

        Assert.Equal("Request refused", scope.Exchange.EventsOf(scope.JourneyId).Single(happened => happened.Type == JourneyEventTypes.JourneyRefused).Summary.En);
    }

    [Fact]
    public async Task Message_AfterTheEnd_IsTakenByAStepThatWaitsForItAndOtherwiseRefused()
    {
        await scope.SubmitAsync();
        Assert.Equal("journey-ended", (await scope.BringAsync("piece")).Problem?.Code);
        await scope.AnswerAsync("grc");

        Assert.Equal("journey-ended", (await scope.BringAsync("other")).Problem?.Code);
        Assert.True((await scope.BringAsync("piece")).IsAccepted);

        Assert.NotNull(scope.Command("payfip"));
        Assert.Equal("journey-ended", (await scope.BringAsync("piece")).Problem?.Code);
        Assert.Equal(JourneyState.Refused, Journey.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Payment_SettledAfterTheEnd_IsTakenByTheWorkflowThatGoesOn(bool settlesEarly)
    {
        await scope.SubmitAsync();
        await scope.AnswerAsync("grc");
        await scope.BringAsync("piece");

        var payment = scope.Command("payfip").PaymentId!; // RequestPayment names one
        if (settlesEarly)
        {
            await scope.SettleAsync(payment, Paid);
            await scope.AnswerAsync("payfip");
        }
        else
        {
            await scope.AnswerAsync("payfip");
            await scope.SettleAsync(payment, Paid);
        }

        Assert.Equal("Finished", scope.Instance.SubStatus);
        Assert.Equal(JourneyState.Refused, Journey.State);
    }

    [Fact]
    public async Task Payment_SettledAfterTheWorkflowEnded_IsKeptByTheTimelineOnly()
    {
        await scope.SubmitAsync();
        await scope.AnswerAsync("grc");
        await scope.BringAsync("piece");
        var payment = (await scope.AnswerAsync("payfip")).PaymentId!; // RequestPayment names one
        await scope.SettleAsync(payment, Paid);

        await scope.SettleAsync(payment, Paid);

        Assert.Equal(2, scope.EventTypes.Count(type => type == JourneyEventTypes.EventReceived));
        Assert.Empty(scope.Exchange.Get<IWorkflowStore>().EarlyStimuli(scope.JourneyId));
    }

    private static bool Ends(string type) =>
        type is JourneyEventTypes.JourneyCompleted or JourneyEventTypes.JourneyRefused or JourneyEventTypes.JourneyAbandoned or JourneyEventTypes.JourneyFaulted or JourneyEventTypes.JourneyCancelled;

    private static byte[] RefusesFirst()
    {
        var definition = JsonNode.Parse(ProcedureScope.Definition())!;
        definition["root"]!["activities"]!.AsArray().Add(JsonNode.Parse(
            """{"id":"refuse","type":"Hub.CloseJourney","version":1,"state":{"typeName":"String","expression":{"type":"Literal","value":"refused"}}}"""));
        var connections = definition["root"]!["connections"]!.AsArray();
        connections[0]!["target"]!["activity"] = "refuse";
        connections.Add(JsonNode.Parse("""{"source":{"activity":"refuse","port":"Done"},"target":{"activity":"open","port":"In"}}"""));
        return Encoding.UTF8.GetBytes(definition.ToJsonString());
    }
}

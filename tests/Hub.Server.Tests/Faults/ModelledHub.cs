using System.Text;
using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Journeys;
using Hub.Server.Schemas;
using Hub.Server.Tests.Exchange;
using Hub.Server.Tests.Workflows;
using Hub.Server.Workflows;
using Hub.Workflows.Runtime.Alterations;

namespace Hub.Server.Tests.Faults;

/// <summary>
/// The real exchange, workflows and store, driven command by command beside a <see cref="JourneyModel"/> for each request, with a
/// ledger of what the connectors were asked to do. After each command both must agree.
/// </summary>
internal sealed class ModelledHub : IAsyncDisposable
{
    private readonly SortedDictionary<int, (string Journey, JourneyModel Model)> requests = [];
    private readonly Dictionary<string, string> effects = [];
    private readonly List<OutboxMessage> answered = [];
    private readonly Dictionary<string, string> payments = [];
    private ExchangeScope exchange;
    private int messages;

    /// <param name="installed">A hub on which the procedure is published; it is copied and left as it is.</param>
    public ModelledHub(ExchangeScope installed) => exchange = installed.OpenAsACrashLeftIt();

    /// <summary>A hub with the procedure published, from which others begin.</summary>
    public static async Task<ExchangeScope> InstallAsync()
    {
        var installed = ExchangeScope.Open();
        await installed.Get<SchemaCatalog>().PutAsync(SchemaVersion.Read(Encoding.UTF8.GetBytes(ProcedureScope.Schema)), [], CancellationToken.None);
        var publisher = installed.Get<DefinitionPublisher>();
        await publisher.ImportAsync(ExchangeScope.Tenant, ProcedureScope.Definition(), [], CancellationToken.None);
        Assert.Empty((await publisher.PublishAsync(ExchangeScope.Tenant, "paid", [], CancellationToken.None)).Errors);
        return installed;
    }

    public async Task RunAsync(Step step)
    {
        switch (step.Command)
        {
            case Command.Submit:
                await SubmitAsync(step.Who);
                break;
            case Command.Answer:
                await AnswerAsync(step.Who);
                break;
            case Command.AnswerAgain:
                await AnswerAgainAsync();
                break;
            case Command.Bring when requests.TryGetValue(step.Who, out var request):
                await BringAsync(request.Journey, request.Model);
                break;
            case Command.Pay:
                await SettleAsync(step.Who, "paid", 4200);
                break;
            case Command.PayAgain:
                await SettleAsync(step.Who, "paid", 4200, isRepeat: true);
                break;
            case Command.Refuse:
                await SettleAsync(step.Who, "refused", 4200);
                break;
            case Command.PayAnotherAmount:
                await SettleAsync(step.Who, "paid", 4100);
                break;
            case Command.Retry when requests.TryGetValue(step.Who, out var request) && request.Model.Stage == Stage.Faulted:
                await RetryAsync(request.Journey, request.Model);
                break;
            case Command.Kill:
                await KillAsync();
                break;
            case Command.Jump:
                await JumpAsync(TimeSpan.FromMinutes(25));
                break;
        }

        Compare(step);
    }

    public async ValueTask DisposeAsync() => await exchange.DisposeAsync();

    private async Task SubmitAsync(int who)
    {
        var procedure = exchange.Get<IProcedureDirectory>().Find(ExchangeScope.Tenant, "paid")!; // published by InstallAsync
        var answer = await SendAsync(CitizenRequests.ToEnvelope(
            procedure, ExchangeScope.Tenant, $"key-{who}", "web", """{"amountCents":4200}"""u8.ToArray(), null, exchange.Get<IdGenerator>(), exchange.Clock));
        var journey = CitizenRequests.ReadReceipt(answer.Reply).JourneyId;
        if (requests.TryGetValue(who, out var earlier))
        {
            Assert.True(answer.IsRepeat);
            Assert.Equal(earlier.Journey, journey);
            return;
        }

        requests.Add(who, (journey, new JourneyModel(exchange.Clock.GetUtcNow())));
    }

    // The connectors do what they are asked, once for each key, and answer.
    private async Task AnswerAsync(int who)
    {
        if (!requests.TryGetValue(who, out var request) || CommandOf(request.Journey) is not { } command)
        {
            return;
        }

        effects.TryAdd(command.IdempotencyKey, command.Operation + " " + request.Journey);
        Assert.True((await exchange.Get<ReplyEntrance>().EnterAsync(command, "{}"u8.ToArray(), null)).IsAccepted);
        answered.Add(command);
        request.Model.Answer();
    }

    private async Task AnswerAgainAsync()
    {
        foreach (var command in answered)
        {
            Assert.True((await exchange.Get<ReplyEntrance>().EnterAsync(command, "{}"u8.ToArray(), null)).IsRepeat);
        }
    }

    private async Task BringAsync(string journey, JourneyModel model)
    {
        var answer = await SendAsync(exchange.Message($"m{++messages}", "{}", journey, MessageTypes.JourneyMessage) with { Subject = "piece", Channel = "counter" });
        Assert.Equal(model.IsOver, answer.Problem is { Code: "journey-ended" });
        if (!model.IsOver)
        {
            model.Bring();
        }
    }

    // The payment service can only speak of a payment that it was asked for; it may do so before the hub has its reply.
    private async Task SettleAsync(int who, string outcome, int cents, bool isRepeat = false)
    {
        if (!requests.TryGetValue(who, out var request))
        {
            return;
        }

        if (CommandOf(request.Journey) is { Connector: "payfip", PaymentId: { } asked })
        {
            payments[request.Journey] = asked;
        }

        if (!payments.TryGetValue(request.Journey, out var payment))
        {
            return;
        }

        var id = isRepeat ? $"settled-{payment}" : $"settled-{payment}-{++messages}";
        var answer = await exchange.Pipeline.SendAsync(
            exchange.Message(id, $$"""{"outcome":"{{outcome}}","amountCents":{{cents}}}""", request.Journey, MessageTypes.ConnectorEvent) with { Subject = "payment.settled", PaymentId = payment },
            new ConnectorOrigin("payfip"),
            CancellationToken.None);
        Assert.True(answer.IsAccepted);
        if (!answer.IsRepeat)
        {
            request.Model.Settle(cents == 4200 ? outcome : "another amount");
        }
    }

    private async Task RetryAsync(string journey, JourneyModel model)
    {
        var failed = exchange.Get<IWorkflowStore>().InstancesOf(ExchangeScope.Tenant, new JourneyId(journey)).Single();
        Assert.NotNull((await exchange.Get<InstanceAlterations>().AlterAsync(ExchangeScope.Tenant, failed.Id, [new RetryActivities([])], [], CancellationToken.None)).Burst);
        model.Retry();
    }

    private async Task KillAsync()
    {
        var dead = exchange;
        exchange = dead.OpenAsACrashLeftIt();
        await dead.DisposeAsync();
    }

    private async Task JumpAsync(TimeSpan by)
    {
        exchange.Clock.Advance(by);
        foreach (var (_, model) in requests.Values)
        {
            model.Jump(by);
        }

        var store = exchange.Get<IWorkflowStore>();
        var timers = exchange.Hosted<TimerService>();
        await timers.StartAsync(CancellationToken.None);
        await exchange.Store.UntilAsync(() => store.DueTimers(exchange.Clock.GetUtcNow(), 1).Count == 0, "no timer is due");
        await timers.StopAsync(CancellationToken.None);
    }

    private void Compare(Step step)
    {
        var known = exchange.Get<IJourneyStore>().Search(new JourneySearch(ExchangeScope.Tenant));
        Assert.Equal(requests.Values.Select(request => request.Journey).Order(), known.Select(journey => journey.Id.Value).Order());
        foreach (var (who, (journey, model)) in requests)
        {
            Assert.True(StateOf(model.Stage) == known.Single(one => one.Id.Value == journey).State, $"After {step}: request {who} is {known.Single(one => one.Id.Value == journey).State}, the model says {model.Stage}.");
            Assert.Equal(model.Stage is Stage.Opening or Stage.AskingPayment, CommandOf(journey) is not null);
            Assert.Equal(model.Stage == Stage.Completed ? 1 : 0, exchange.EventsOf(journey).Count(happened => happened.Type == JourneyEventTypes.PaymentPaid));
        }

        Assert.Equal(effects.Count, effects.Values.Distinct().Count());
    }

    private static JourneyState StateOf(Stage stage) => stage switch
    {
        Stage.Opening or Stage.AskingPayment => JourneyState.Running,
        Stage.AwaitingPiece or Stage.AwaitingPayment => JourneyState.Waiting,
        Stage.Completed => JourneyState.Completed,
        Stage.Abandoned => JourneyState.Abandoned,
        _ => JourneyState.Faulted,
    };

    private OutboxMessage? CommandOf(string journey) => new[] { "grc", "payfip" }
        .SelectMany(connector => exchange.Outbox.Due(connector, exchange.Clock.GetUtcNow(), 100))
        .SingleOrDefault(command => command.JourneyId?.Value == journey);

    private Task<ExchangeAnswer> SendAsync(Envelope envelope) => exchange.Pipeline.SendAsync(envelope, null, CancellationToken.None);
}

/// <summary>One thing that somebody does.</summary>
/// <param name="Who">Which of the requests it is about.</param>
internal readonly record struct Step(Command Command, int Who);

internal enum Command
{
    Submit,
    Answer,
    AnswerAgain,
    Bring,
    Pay,
    PayAgain,
    Refuse,
    PayAnotherAmount,
    Retry,
    Kill,
    Jump,
}

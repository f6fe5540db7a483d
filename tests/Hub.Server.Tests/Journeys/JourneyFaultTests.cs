using System.Text;
using System.Text.Json.Nodes;
using Hub.Server.Exchange;
using Hub.Server.Journeys;
using Hub.Server.Tests.Exchange;
using Hub.Server.Tests.Workflows;
using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Definitions;
using Hub.Workflows.Runtime.Alterations;

namespace Hub.Server.Tests.Journeys;

/// <summary>A journey that stops on an incident until somebody takes it up again: nothing that comes before or meanwhile is missing then.</summary>
public sealed class JourneyFaultTests
{
    private const string Paid = """{"outcome":"paid","amountCents":4200}""";

    [Fact]
    public async Task Retry_ThatEndsAtOnce_CompletesTheJourney()
    {
        await using var scope = await StartAsync("""[["start","Done","try"]]""");
        await scope.SubmitAsync();
        Assert.Equal(JourneyState.Faulted, scope.State);

        await RetryAsync(scope);
        Assert.Equal(JourneyState.Faulted, scope.State);
        await MendAsync(scope);

        Assert.Equal((JourneyState.Completed, "Finished"), (scope.State, scope.Instance.SubStatus));
        Assert.Equal(
            [JourneyEventTypes.JourneyFaulted, JourneyEventTypes.JourneyResumed, JourneyEventTypes.JourneyFaulted, JourneyEventTypes.JourneyResumed, JourneyEventTypes.JourneyCompleted],
            scope.EventTypes.TakeLast(5));
    }

    // start → open → wait → pay, and beside it what fails.
    [Fact]
    public async Task Reply_WhileFaulted_IsThereForTheRetry()
    {
        await using var scope = await StartAsync("""[["start","Done","open"],["start","Done","try"],["open","Done","wait"],["wait","Received","pay"]]""");
        await scope.SubmitAsync();

        await scope.AnswerAsync("grc");
        await RetryAsync(scope);
        Assert.Equal((JourneyState.Faulted, 1), (scope.State, KeptFor(scope).Count));
        await MendAsync(scope);

        Assert.Equal(JourneyState.Waiting, scope.State);
        await scope.BringAsync("piece");
        await scope.SettleAsync((await scope.AnswerAsync("payfip")).PaymentId!, Paid); // RequestPayment names one
        Assert.Equal(JourneyState.Completed, scope.State);
        Assert.Empty(KeptFor(scope));
    }

    [Fact]
    public async Task Message_ByHandOverCodeWhileFaulted_IsThereForTheRetry()
    {
        await using var scope = await StartAsync("""[["start","Done","open"],["start","Done","try"],["open","Done","wait"],["wait","Received","pay"]]""");
        await scope.SubmitAsync();
        await scope.AnswerAsync("grc");
        var code = scope.Exchange.Get<IJourneyStore>().Find(ExchangeScope.Tenant, new JourneyId(scope.JourneyId))!.HandOverCode!; // submitted just before

        var brought = await scope.Exchange.Pipeline.SendAsync(
            scope.Exchange.Message("m1", "{}", code, MessageTypes.JourneyMessage) with { Subject = "piece", Channel = "counter" }, null, CancellationToken.None);
        Assert.True(brought.IsAccepted);
        Assert.Equal(JourneyState.Faulted, scope.State);
        await MendAsync(scope);

        Assert.NotNull(scope.Command("payfip"));
    }

    [Fact]
    public async Task Payment_SettledWhileFaulted_IsThereForTheRetry()
    {
        await using var scope = await StartAsync("""[["start","Done","open"],["open","Done","wait"],["wait","Received","pay"],["wait","Received","try"]]""");
        await scope.SubmitAsync();
        await scope.AnswerAsync("grc");
        await scope.BringAsync("piece");
        Assert.Equal(JourneyState.Faulted, scope.State);

        await scope.SettleAsync((await scope.AnswerAsync("payfip")).PaymentId!, Paid); // RequestPayment names one
        await MendAsync(scope);

        Assert.Equal(JourneyState.Completed, scope.State);
        Assert.Single(scope.EventTypes, type => type == JourneyEventTypes.PaymentPaid);
    }

    [Theory]
    [InlineData("""[["start","Done","open"],["open","Done","try"],["try","Done","wait"],["wait","Received","pay"]]""")]
    [InlineData("""[["start","Done","open"],["open","Done","wait"],["open","Done","try"],["wait","Received","pay"]]""")]
    public async Task Fault_AfterAMessageCameEarly_KeepsItForTheRetry(string connections)
    {
        await using var scope = await StartAsync(connections);
        await scope.SubmitAsync();
        await scope.BringAsync("piece");
        await scope.AnswerAsync("grc");
        Assert.Equal(JourneyState.Faulted, scope.State);

        await MendAsync(scope);

        Assert.NotNull(scope.Command("payfip"));
    }

    [Fact]
    public async Task Delete_OfWhatFailed_LeavesNobodyToTakeItUp()
    {
        await using var scope = await StartAsync("""[["start","Done","open"],["start","Done","try"]]""");
        await scope.SubmitAsync();
        await scope.BringAsync("piece");

        Assert.True(await scope.Exchange.Get<InstanceOrders>().DeleteAsync(ExchangeScope.Tenant, scope.Instance.Id, [], CancellationToken.None));

        Assert.Equal(JourneyState.Cancelled, scope.State);
        Assert.Empty(KeptFor(scope));
        await scope.AnswerAsync("grc");
        Assert.Empty(KeptFor(scope));
        Assert.Equal("journey-ended", (await scope.BringAsync("piece")).Problem?.Code);
    }

    [Fact]
    public async Task DeleteDefinition_WhileAJourneyOnItIsFaulted_IsRefused()
    {
        await using var scope = await StartAsync("""[["start","Done","open"],["start","Done","try"]]""");
        await scope.SubmitAsync();
        var publisher = scope.Exchange.Get<DefinitionPublisher>();

        await Assert.ThrowsAsync<DefinitionException>(() => publisher.DeleteAsync(ExchangeScope.Tenant, "paid", [], CancellationToken.None));
        Assert.True(await scope.Exchange.Get<InstanceOrders>().DeleteAsync(ExchangeScope.Tenant, scope.Instance.Id, [], CancellationToken.None));

        Assert.True(await publisher.DeleteAsync(ExchangeScope.Tenant, "paid", [], CancellationToken.None));
    }

    private static Task MendAsync(ProcedureScope scope) => RetryAsync(scope, new ModifyVariable("ok", JsonValues.From(true)));

    private static async Task RetryAsync(ProcedureScope scope, params Alteration[] before)
    {
        var result = await scope.Exchange.Get<InstanceAlterations>().AlterAsync(ExchangeScope.Tenant, scope.Instance.Id, [.. before, new RetryActivities([])], [], CancellationToken.None);
        Assert.NotNull(result.Burst);
    }

    private static IReadOnlyList<EarlyStimulus> KeptFor(ProcedureScope scope) => scope.Exchange.Get<IWorkflowStore>().EarlyStimuli(scope.JourneyId);

    // The usual steps, connected otherwise, and a step 'try' that fails as long as the variable 'ok' is false.
    private static Task<ProcedureScope> StartAsync(string connections)
    {
        var definition = JsonNode.Parse(ProcedureScope.Definition())!;
        definition["variables"]!.AsArray().Add(JsonNode.Parse(
            """{"id":"ok","name":"ok","typeName":"Boolean","value":false,"storageDriverTypeName":"Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"}"""));
        definition["root"]!["activities"]!.AsArray().Add(JsonNode.Parse(
            """{"id":"try","type":"Elsa.RunJavaScript","version":1,"script":{"typeName":"String","expression":{"type":"Literal","value":"if (!getOk()) throw new Error('not yet')"}}}"""));
        definition["root"]!["connections"] = new JsonArray([.. JsonNode.Parse(connections)!.AsArray().Select(connection => new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = connection![0]!.GetValue<string>(), ["port"] = connection[1]!.GetValue<string>() },
            ["target"] = new JsonObject { ["activity"] = connection[2]!.GetValue<string>(), ["port"] = "In" },
        })]);
        return ProcedureScope.StartAsync(Encoding.UTF8.GetBytes(definition.ToJsonString()));
    }
}

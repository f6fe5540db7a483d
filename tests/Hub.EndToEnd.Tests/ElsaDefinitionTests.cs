using Hub.EndToEnd.Tests.Infrastructure;
using Hub.EndToEnd.Tests.Machine;

namespace Hub.EndToEnd.Tests;

/// <summary>Workflows saved, published, begun and woken over Elsa's API, across a hub that dies right after each answer.</summary>
public sealed class ElsaDefinitionTests
{
    private const string Waiting = """
        {"model":{"definitionId":"attente","name":"Attente","root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[
          {"id":"e","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"reveil"}}},
          {"id":"o","type":"Elsa.SetOutput","version":1,"outputName":{"typeName":"String","expression":{"type":"Literal","value":"Heard"}},"outputValue":{"typeName":"Object","expression":{"type":"JavaScript","value":"getOutputFrom('e')"}}}]}},
         "publish":true}
        """;

    private static readonly (string, string) Key = ("Idempotency-Key", "begun-once");

    [Fact]
    public async Task AnswersOfElsasApi_BeforeTheHubDies_HoldAfterwards()
    {
        await using var lone = new LoneHub();
        await lone.Process.StartAsync();

        Assert.Equal(200, (await lone.Client.PostAsync("/elsa/api/workflow-definitions", Waiting)).Status);
        await RestartAsync(lone);
        var begun = await lone.Client.PostAsync("/elsa/api/workflow-definitions/attente/execute", "{}", Key);
        Assert.Equal("Suspended", begun.Json.GetProperty("workflowState").GetProperty("subStatus").GetString());
        await RestartAsync(lone);
        Assert.Equal(200, (await lone.Client.PostAsync("/elsa/api/events/reveil/trigger", """{"input":"debout"}""")).Status);
        await RestartAsync(lone);

        // The same call again shows the instance that it began, until the event has reached it.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        var state = begun.Json.GetProperty("workflowState");
        while (state.GetProperty("status").GetString() != "Finished")
        {
            Assert.True(await timer.WaitForNextTickAsync(deadline.Token), "The event was acknowledged and must reach the workflow that waits for it.");
            state = (await lone.Client.PostAsync("/elsa/api/workflow-definitions/attente/execute", "{}", Key)).Json.GetProperty("workflowState");
            Assert.Equal(begun.Json.GetProperty("workflowState").GetProperty("id").GetString(), state.GetProperty("id").GetString());
        }

        Assert.Equal("debout", state.GetProperty("output").GetProperty("Heard").GetString());
    }

    private static async Task RestartAsync(LoneHub lone)
    {
        await lone.Process.KillAsync();
        await lone.Process.StartAsync();
    }
}

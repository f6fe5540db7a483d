using System.Text.Json;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Machine;

/// <summary>The hub dies while it carries out a plan of alterations: after its restarts every instance was altered, and none twice.</summary>
public sealed class AlterationPlanCrashTests
{
    private const int Instances = 120;

    // The altered step counts how often it ran.
    private const string Counter = """
        {"model":{"definitionId":"counter","name":"Compteur","variables":[{"id":"v1","name":"count","typeName":"Int32","isArray":false,"value":"0","storageDriverTypeName":"Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"}],
         "root":{"id":"flow","type":"Elsa.Flowchart","version":1,
           "activities":[
             {"id":"count","type":"Elsa.SetVariable","version":1,"variable":{"id":"v1","name":"count"},"value":{"typeName":"Object","expression":{"type":"JavaScript","value":"getVariable('count') + 1"}}},
             {"id":"wait","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"never"}}}],
           "connections":[{"source":{"activity":"count","port":"Done"},"target":{"activity":"wait","port":"In"}}]}},"publish":true}
        """;

    private const string Plan = """{"id":"count-again","alterations":[{"type":"ScheduleActivity","activityId":"count"}],"filter":{"definitionIds":["counter"]}}""";

    [Fact]
    public async Task Kill_WhileAPlanIsCarriedOut_AltersEachInstanceOnce()
    {
        await using var hub = new LoneHub();
        await hub.Process.StartAsync();
        Assert.Equal(200, (await hub.Client.PostAsync("/elsa/api/workflow-definitions", Counter)).Status);
        var ids = new List<string>();
        for (var i = 0; i < Instances; i++)
        {
            var answer = await hub.Client.PostAsync("/elsa/api/workflow-definitions/counter/execute", "{}");
            Assert.True(answer.Status == 200, answer.Body);
            ids.Add(answer.Json.GetProperty("workflowState").GetProperty("id").GetString()!); // the answer holds it
        }

        await hub.Process.KillAsync();
        foreach (var point in new[] { "persist.before-commit=exit@6", "persist.after-commit=exit@6" })
        {
            hub.Process.Launch(point);

            // As whoever got no answer does, it is sent again: it has the same id.
            await Record.ExceptionAsync(async () =>
            {
                await hub.Process.UntilReadyAsync();
                await hub.Client.PostAsync("/elsa/api/alterations/submit", Plan);
            });
            Assert.True(await hub.Process.HasDiedWithinAsync(TimeSpan.FromSeconds(60)), $"{point} was not reached.");
        }

        await hub.Process.StartAsync();
        Assert.Equal(200, (await hub.Client.PostAsync("/elsa/api/alterations/submit", Plan)).Status);
        var plan = await Deadline.UntilAsync(
            async () => (await hub.Client.GetAsync("/elsa/api/alterations/count-again")).Json is var read && read.GetProperty("plan").GetProperty("status").GetString() == "Completed" ? new Box(read) : null,
            HubClient.JourneyTime,
            "the end of the plan");

        Assert.Equal(Enumerable.Repeat("Completed", Instances), plan.Json.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("status").GetString()));
        foreach (var id in ids)
        {
            var variables = (await hub.Client.GetAsync($"/elsa/api/workflow-instances/{id}/variables")).Json;
            Assert.Equal(2, Assert.Single(variables.GetProperty("items").EnumerateArray()).GetProperty("value").GetInt32());
        }
    }

    private sealed record Box(JsonElement Json);
}

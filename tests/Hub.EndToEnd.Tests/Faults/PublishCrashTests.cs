using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Faults;

/// <summary>The hub dies while a definition is being published: one version is in force afterwards, and what runs stays on its own.</summary>
[Collection(FaultTownCollection.Name)]
public sealed class PublishCrashTests(FaultTown town)
{
    private const string Message = """{"name":"suite","payload":{}}""";

    [Theory]
    [InlineData("publish.before")]
    [InlineData("persist.before-commit")]
    [InlineData("persist.after-commit")]
    [InlineData("publish.after")]
    public async Task Kill_WhilePublishing_OneVersionIsInForceAndRunningOnesStayOnTheirs(string point)
    {
        var procedure = "essai-version-" + point.Replace('.', '-');
        var bodies = await town.BodiesAsync(2);
        await town.PublishAsync(FaultDefinitions.Waiting(procedure, "completed"));
        var running = await town.SubmitAsync(bodies[0], procedure);
        var first = await VersionAsync(procedure, "Published");
        Assert.Equal(200, (await town.Town.Client.PostAsync("/elsa/api/workflow-definitions/import", FaultDefinitions.Waiting(procedure, "abandoned"))).Status);
        await town.Hub.KillAsync();

        town.Hub.Launch($"{point}=exit@1");
        var lost = await Record.ExceptionAsync(async () =>
        {
            await town.Hub.UntilReadyAsync();
            await town.Town.Client.PostAsync($"/elsa/api/workflow-definitions/{procedure}/publish", "{}");
        });
        Assert.NotNull(lost);
        Assert.True(await town.Hub.HasDiedWithinAsync(TimeSpan.FromSeconds(60)), $"{point} was not reached.");
        town.Killed("hub", point);
        await town.Hub.StartAsync();

        // Before its commit the first version is in force and the second a draft; after it, the second is both published and latest.
        // A commit may also be that of a connector that came back first.
        var (published, latest) = (await VersionAsync(procedure, "Published"), await VersionAsync(procedure, "Latest"));
        Assert.NotEqual(first, latest);
        Assert.Contains(published, point switch { "publish.before" => [first], "publish.after" => [latest], _ => new[] { first, latest } });

        await town.Town.Client.UntilEventAsync(running, "message.awaited");
        Assert.Equal(202, (await town.Town.Client.PostAsync($"/api/journeys/{running}/messages", Message, ("Hub-Channel", "counter"))).Status);
        Assert.Equal("completed", (await town.Town.Client.UntilEndedAsync(running)).GetProperty("state").GetString());

        // Published again, as whoever got no answer does: then the second is in force for those who come now.
        Assert.Equal(200, (await town.Town.Client.PostAsync($"/elsa/api/workflow-definitions/{procedure}/publish", "{}")).Status);
        Assert.Equal(latest, await VersionAsync(procedure, "Published"));
        var next = await town.Town.Client.PostAsync($"/api/requests/{procedure}", bodies[1], ("Idempotency-Key", procedure));
        var id = next.Json.GetProperty("journeyId").GetString()!; // in every 202
        await town.Town.Client.UntilEventAsync(id, "message.awaited");
        await town.Town.Client.PostAsync($"/api/journeys/{id}/messages", Message, ("Hub-Channel", "counter"));
        Assert.Equal("abandoned", (await town.Town.Client.UntilEndedAsync(id)).GetProperty("state").GetString());
    }

    private async Task<string> VersionAsync(string definition, string which)
    {
        var answer = await town.Town.Client.GetAsync($"/elsa/api/workflow-definitions/by-definition-id/{definition}?versionOptions={which}");
        Assert.Equal(200, answer.Status);
        return answer.Json.GetProperty("id").GetString()!; // in every definition
    }
}

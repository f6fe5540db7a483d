using System.Text.Json;
using Hub.EndToEnd.Tests.Infrastructure;
using Hub.EndToEnd.Tests.Machine;

namespace Hub.EndToEnd.Tests;

/// <summary>What runs, seen and ended over Elsa's API, across a hub that dies.</summary>
public sealed class ElsaInstanceTests
{
    [Fact]
    public async Task Journeys_ListedCancelledAndDeletedOverElsasApi_StayAsTheyWereLeftWhenTheHubDies()
    {
        await using var lone = new LoneHub();
        await lone.Process.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(202, (await lone.SubmitAsync($"elsa-{i}")).Status);
        }

        var (cancelled, deleted, kept) = (lone.Acknowledged[0], lone.Acknowledged[1], lone.Acknowledged[2]);
        var all = await PostAsync(lone, "/workflow-instances", """{"page":0,"pageSize":10,"isSystem":false,"orderDirection":"Descending","statuses":["Running"]}""");
        Assert.Equal([kept, deleted, cancelled], all.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("correlationId").GetString()!));
        var cancelledId = await InstanceOfAsync(lone, cancelled);
        var deletedId = await InstanceOfAsync(lone, deleted);
        var journal = await GetAsync(lone, $"/workflow-instances/{cancelledId}/journal");

        await PostAsync(lone, $"/cancel/workflow-instances/{cancelledId}", "");
        Assert.Equal(1, (await PostAsync(lone, "/bulk-actions/delete/workflow-instances/by-id", $$"""{"ids":["{{deletedId}}"]}""")).GetProperty("deleted").GetInt32());
        await lone.Process.KillAsync();
        await lone.Process.StartAsync();

        Assert.Equal("cancelled", (await lone.Client.JourneyAsync(cancelled)).GetProperty("state").GetString());
        Assert.Equal("cancelled", (await lone.Client.JourneyAsync(deleted)).GetProperty("state").GetString());
        Assert.Equal("running", (await lone.Client.JourneyAsync(kept)).GetProperty("state").GetString());
        Assert.Equal("Cancelled", (await GetAsync(lone, $"/workflow-instances/{cancelledId}/execution-state")).GetProperty("subStatus").GetString());
        Assert.Equal(404, (await lone.Client.GetAsync($"/elsa/api/workflow-instances/{deletedId}")).Status);
        var after = await GetAsync(lone, $"/workflow-instances/{cancelledId}/journal");
        Assert.Equal(journal.GetProperty("items").GetRawText()[..^1], after.GetProperty("items").GetRawText()[..(journal.GetProperty("items").GetRawText().Length - 1)]);
        Assert.Equal(2, (await GetAsync(lone, "/workflow-instances")).GetProperty("totalCount").GetInt32());
        await lone.AssertNothingLostAsync();
    }

    private static async Task<string> InstanceOfAsync(LoneHub lone, string journey) =>
        Assert.Single((await PostAsync(lone, "/workflow-instances", $$"""{"correlationId":"{{journey}}"}""")).GetProperty("items").EnumerateArray()).GetProperty("id").GetString()!;

    private static async Task<JsonElement> GetAsync(LoneHub lone, string path)
    {
        var answer = await lone.Client.GetAsync($"/elsa/api{path}");
        Assert.True(answer.Status == 200, $"GET {path} answered {answer.Status}: {answer.Body}");
        return answer.Json;
    }

    private static async Task<JsonElement> PostAsync(LoneHub lone, string path, string body)
    {
        var answer = await lone.Client.PostAsync($"/elsa/api{path}", body);
        Assert.True(answer.Status == 200, $"POST {path} answered {answer.Status}: {answer.Body}");
        return answer.Body.Length == 0 ? default : answer.Json;
    }
}

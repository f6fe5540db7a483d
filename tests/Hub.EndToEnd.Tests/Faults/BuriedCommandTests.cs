using System.Text;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Faults;

/// <summary>A connector answers what its manifest does not allow: an operator sees both what it was asked and what came, and sends it again.</summary>
[Collection(FaultTownCollection.Name)]
public sealed class BuriedCommandTests(FaultTown town)
{
    [Fact]
    public async Task WrongAnswer_IsKeptForTheOperatorWhoOpensItAndReplaysIt()
    {
        var client = town.Town.Client;
        var journey = await town.SubmitAsync((await town.BodiesAsync(1))[0], FaultTown.BuriedProcedure);
        await client.UntilEventAsync(journey, "connector.dead-lettered");

        var letter = (await client.GetAsync("/api/dead-letters?system=careless")).Json.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("journeyId").ValueEquals(journey));
        var id = letter.GetProperty("id").GetString();
        var opened = await client.GetAsync($"/api/dead-letters/{id}");

        Assert.Equal(("invalid-reply", 200), (letter.GetProperty("code").GetString(), opened.Status));
        Assert.Equal("{}", TextOf(opened.Json.GetProperty("original")));
        Assert.Equal(PlayedConnector.WrongAnswer, TextOf(opened.Json.GetProperty("reply")));
        Assert.Equal(PlayedConnector.WrongAnswer.Length, opened.Json.GetProperty("reply").GetProperty("size").GetInt32());
        Assert.Contains((await client.GetAsync("/api/audit?limit=50")).Json.GetProperty("items").EnumerateArray(), entry => entry.GetProperty("action").ValueEquals("dead-letter.opened") && entry.GetProperty("subject").ValueEquals(id));
        Assert.Equal(403, (await client.With(await town.Town.CreateKeyAsync("director")).GetAsync($"/api/dead-letters/{id}")).Status);

        Assert.Empty((await town.SettleAsync()).Violations);
        Assert.Equal("completed", (await client.JourneyAsync(journey)).GetProperty("state").GetString());
        Assert.Equal(404, (await client.GetAsync($"/api/dead-letters/{id}")).Status);
    }

    private static string TextOf(System.Text.Json.JsonElement kept) => Encoding.UTF8.GetString(kept.GetProperty("base64").GetBytesFromBase64());
}

using System.Net;
using System.Text.Json;
using Hub.Server.Tests.ElsaApi;

namespace Hub.Server.Tests.Workflows.Comparison;

public sealed class CompareVersionsTests(ElsaHub hub) : IClassFixture<ElsaHub>
{
    [Fact]
    public async Task Get_TwoVersions_TellsWhatDiffersInBothLanguages()
    {
        await PublishTwoAsync("compared");

        var (status, body) = await hub.AskHubAsync("/api/workflow-definitions/compared/comparison?from=1&to=2");

        Assert.Equal(HttpStatusCode.OK, status);
        var answer = JsonElement.Parse(body);
        Assert.Equal("compared", answer.GetProperty("definitionId").GetString());
        Assert.Equal((1, false), (answer.GetProperty("from").GetProperty("version").GetInt32(), answer.GetProperty("from").GetProperty("isPublished").GetBoolean()));
        Assert.Equal((2, true), (answer.GetProperty("to").GetProperty("version").GetInt32(), answer.GetProperty("to").GetProperty("isPublished").GetBoolean()));
        Assert.False(answer.GetProperty("isSame").GetBoolean());
        Assert.Equal(1, answer.GetProperty("counts").GetProperty("changed").GetInt32());
        var change = Assert.Single(answer.GetProperty("changes").EnumerateArray());
        Assert.Equal(("changed", "activityInput", "say", "text"), (Text(change, "kind"), Text(change, "subject"), Text(change, "activityId"), Text(change, "name")));
        Assert.Equal("Dans l'étape « say », l'entrée « text » est modifiée (one → two).", Text(change.GetProperty("text"), "fr"));
        Assert.Equal("In the step 'say', the input 'text' is changed (one → two).", Text(change.GetProperty("text"), "en"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?to=Published")]
    [InlineData("?from=1")]
    [InlineData("?from=1&to=latest")]
    public async Task Get_VersionsByName_MeansTheLastTwo(string query)
    {
        await PublishTwoAsync("named");

        var (status, body) = await hub.AskHubAsync("/api/workflow-definitions/named/comparison" + query);

        Assert.Equal(HttpStatusCode.OK, status);
        var answer = JsonElement.Parse(body);
        Assert.Equal((1, 2), (answer.GetProperty("from").GetProperty("version").GetInt32(), answer.GetProperty("to").GetProperty("version").GetInt32()));
    }

    [Theory]
    [InlineData("asked", "?from=1&to=9", HttpStatusCode.NotFound)]
    [InlineData("asked", "?to=1", HttpStatusCode.NotFound)]
    [InlineData("nobody", "", HttpStatusCode.NotFound)]
    [InlineData("asked", "?from=first", HttpStatusCode.BadRequest)]
    [InlineData("asked", "?to=-1", HttpStatusCode.BadRequest)]
    public async Task Get_NoSuchVersion_IsAProblem(string definitionId, string query, HttpStatusCode expected)
    {
        await PublishTwoAsync("asked");

        Assert.Equal(expected, (await hub.AskHubAsync($"/api/workflow-definitions/{definitionId}/comparison{query}")).Status);
    }

    [Fact]
    public async Task Get_AnotherAuthoritysWorkflow_IsNotThere()
    {
        await PublishTwoAsync("private");

        Assert.Equal(HttpStatusCode.NotFound, (await hub.AskHubAsync("/api/workflow-definitions/private/comparison?from=1&to=2", asStranger: true)).Status);
    }

    // Once for each id: what another test has published is published as it is.
    private async Task PublishTwoAsync(string definitionId)
    {
        if ((await hub.AskHubAsync($"/api/workflow-definitions/{definitionId}/comparison?from=1&to=2")).Status == HttpStatusCode.OK)
        {
            return;
        }

        foreach (var text in new[] { "one", "two" })
        {
            await hub.PublishDefinitionAsync(definitionId, $$$"""{"definitionId":"{{{definitionId}}}","name":"{{{definitionId}}}","root":{"id":"say","version":1,{{{ElsaHub.WriteLine(text)}}}}}""");
        }
    }

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();
}

using System.Net;
using System.Text.Json;

namespace Hub.Server.Tests.ElsaApi;

[Collection(DesignerHubGroup.Name)]
public sealed class CheckEndpointTests(DesignerHub hub)
{
    private static readonly string Drawing = Drawn.Sequence("checked-by-http", Drawn.Step("say", "Elsa.WriteLine", "\"text\":{\"typeName\":\"String\",\"expression\":{\"type\":\"JavaScript\",\"value\":\"return variables.nothing\"}}"));

    [Fact]
    public async Task Checks_OfADefinition_NameRuleStepPlaceAndRemedyInBothLanguages()
    {
        await hub.ImportAsync(Drawing);

        using var reply = await hub.Client.GetAsync(new Uri("/api/workflow-definitions/checked-by-http/checks?versionOptions=Latest", UriKind.Relative));
        var found = Assert.Single(JsonElement.Parse(await reply.Content.ReadAsStringAsync()).GetProperty("items").EnumerateArray());

        Assert.Equal(
            ("unknown-variable", "warning", "say", "/root/activities/0/text"),
            (found.GetProperty("rule").GetString(), found.GetProperty("severity").GetString(), found.GetProperty("activityId").GetString(), found.GetProperty("pointer").GetString()));
        Assert.All(new[] { "message", "help" }, member => Assert.NotEqual(found.GetProperty(member).GetProperty("fr").GetString(), found.GetProperty(member).GetProperty("en").GetString()));
        Assert.Equal(JsonValueKind.String, found.GetProperty("activityName").ValueKind);
    }

    [Theory]
    [InlineData("/api/workflow-definitions/nothing-here/checks", HttpStatusCode.NotFound)]
    [InlineData("/api/workflow-definitions/checked-too/checks?versionOptions=Published", HttpStatusCode.NotFound)]
    [InlineData("/api/workflow-definitions/checked-too/checks?versionOptions=Newest", HttpStatusCode.BadRequest)]
    [InlineData("/api/workflow-definitions/checked-too/checks?versionOptions=1", HttpStatusCode.OK)]
    public async Task Checks_OfAVersion_AnswerByWhatThereIs(string path, HttpStatusCode expected)
    {
        await hub.ImportAsync(Drawing.Replace("checked-by-http", "checked-too", StringComparison.Ordinal));

        using var reply = await hub.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(expected, reply.StatusCode);
    }

    [Fact]
    public async Task Save_OfADefinitionWithFindings_SavesAndTellsThem()
    {
        var saved = await hub.PostAsync("/workflow-definitions", $$"""{"model":{{Drawing.Replace("checked-by-http", "checked-saved", StringComparison.Ordinal)}},"publish":true}""");

        Assert.True(saved.Status == HttpStatusCode.OK, saved.Text);
        Assert.Contains("/root/activities/0/text: ", Assert.Single(saved.Json.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Equal(0, saved.Json.GetProperty("validationErrors").GetArrayLength());
    }
}

using System.Net;
using System.Text;
using System.Text.Json;
using Hub.Server.Monitoring;
using Hub.Server.Schemas.Drift;
using Hub.Server.Tests.ElsaApi;

namespace Hub.Server.Tests.Schemas.Drift;

[Collection(DesignerHubGroup.Name)]
public sealed class DriftWatchTests(DesignerHub hub)
{
    private readonly RegistryClient registry = new(hub);

    [Fact]
    public async Task Requests_ThatDrift_BecomeAnAlarmAndAProposalThatFits()
    {
        await registry.PublishAsync("drift.door", "1.0.0", """ "title":"Porte","type":"object","required":["name"],"properties":{"name":{"type":"string"},"level":{"enum":["CP","CE1"]}} """);
        await hub.ImportAndPublishAsync(Procedure("drift-door", "drift.door"));
        var quiet = await registry.GetAsync("/api/schemas/drift.door/drift");

        for (var i = 0; i < 20; i++)
        {
            var answer = await SendAsync($$"""{"name":"n{{i}}","level":"CP"}""");
            Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Text);
        }

        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync("""{"name":"n","nickname":"Zo"}""")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync("""{"name":"n","level":"CM1"}""")).Status);
        await DesignerHub.UntilAsync("every document looked at", () => hub.Get<DriftWatch>().IsIdle);

        var drift = await registry.GetAsync("/api/schemas/drift.door/drift");
        var incidents = await registry.GetAsync("/api/incidents");
        var metrics = hub.Get<PrometheusText>().Write();
        var proposal = await registry.SendAsync(HttpMethod.Get, drift.GetProperty("proposals").GetProperty("minor").GetString()!); // there are findings
        var published = await registry.SendAsync(HttpMethod.Put, "/api/schemas/drift.door", proposal.Text);

        Assert.Empty(quiet.GetProperty("findings").EnumerateArray());
        Assert.Equal((21, 1), (drift.GetProperty("looked").GetInt64(), drift.GetProperty("refused").GetInt64()));
        Assert.Equal(["newValue /level 1", "newMember /nickname 1"], Found(drift));
        Assert.Contains(incidents.GetProperty("drifts").EnumerateArray(), alarm => alarm.GetProperty("schema").GetString() == "drift.door" && alarm.GetProperty("findings").GetArrayLength() == 2);
        Assert.Contains("hub_schema_drift{schema=\"drift.door\",version=\"1.0.0\"} 2", metrics, StringComparison.Ordinal);
        Assert.Contains("drift.door-1.1.0.schema.json", proposal.Headers["Content-Disposition"], StringComparison.Ordinal);
        Assert.True(published.Status == HttpStatusCode.Created, published.Text);
        Assert.DoesNotContain("Zo", drift.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Saved_Counts_AreTakenUpByTheNextHubAndForgottenWhenCleared()
    {
        await registry.PublishAsync("drift.saved", "1.0.0", """ "type":"object","properties":{"a":{"type":"string"}} """);
        const string urn = "urn:hub:schema:drift:saved:1.0.0";
        var watch = hub.Get<DriftWatch>();
        watch.Offer(urn, """{"a":"x","extra":1}"""u8.ToArray(), []);
        await DesignerHub.UntilAsync("the document looked at", () => watch.IsIdle);

        await watch.SaveAsync(CancellationToken.None);
        var saved = Assert.Single(hub.Get<IDriftStore>().List(), sketch => sketch.Urn == urn);
        var cleared = await registry.SendAsync(HttpMethod.Delete, "/api/schemas/drift.saved/drift");

        Assert.Contains("\"extra\"", Encoding.UTF8.GetString(saved.Json.Span), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, cleared.Status);
        Assert.DoesNotContain(hub.Get<IDriftStore>().List(), sketch => sketch.Urn == urn);
        Assert.Empty((await registry.GetAsync("/api/schemas/drift.saved/drift")).GetProperty("findings").EnumerateArray());
    }

    private Task<HttpAnswer> SendAsync(string request) => registry.SendAsync(HttpMethod.Post, "/api/requests/drift-door", request);

    private static string[] Found(JsonElement drift) =>
        [.. drift.GetProperty("findings").EnumerateArray().Select(finding => $"{finding.GetProperty("kind").GetString()} {finding.GetProperty("path").GetString()} {finding.GetProperty("count").GetInt64()}")];

    private static string Procedure(string id, string schema) => Drawn.Sequence(
        id,
        Drawn.Step("start", "Hub.CitizenRequest", $$"""
            "customProperties":{"canStartWorkflow":true},"procedure":{{Drawn.Literal("String", id)}},"schema":{{Drawn.Literal("String", schema)}}
            """),
        Drawn.Line("said", "received"));
}

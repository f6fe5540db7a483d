using System.Net;
using System.Text;
using System.Text.Json;
using Hub.Server.Connectors;
using Hub.Server.Exchange;
using Hub.Server.Tests.ElsaApi;

namespace Hub.Server.Tests.Schemas;

[Collection(DesignerHubGroup.Name)]
public sealed class ImpactTests(DesignerHub hub)
{
    private const string First = """
        "type":"object","required":["applicant"],"properties":{
          "applicant":{"type":"object","properties":{"email":{"type":"string"},"name":{"type":"string"}}},
          "lines":{"type":"array","items":{"type":"object","properties":{"sku":{"type":"string"},"count":{"type":"integer"}}}}}
        """;

    private static readonly string Renamed = First.Replace("email", "mail", StringComparison.Ordinal);

    private readonly RegistryClient registry = new(hub);

    [Fact]
    public async Task Renaming_AFieldThatThreeExpressionsAndOneManifestRead_NamesExactlyTheseFour()
    {
        await registry.PublishAsync("impact.four", "1.0.0", First);
        await hub.ImportAndPublishAsync(Procedure(
            "impact-four",
            "impact.four",
            Drawn.Step("script", "Elsa.WriteLine", "\"text\":" + Js("return variables.request.applicant.email.trim()")),
            Drawn.Step("liquid", "Elsa.WriteLine", """ "text":{"typeName":"String","expression":{"type":"Liquid","value":"Bonjour {{ Variables.request.applicant.email }}"}} """),
            Drawn.Step("tell", "Hub.SendToConnector", $"\"connector\":{Drawn.Literal("String", "impact-mail")},\"operation\":{Drawn.Literal("String", "send")},\"payload\":" + Js("const who = getRequest().applicant; return { to: who.email }")),
            Drawn.Step("other", "Elsa.WriteLine", "\"text\":" + Js("return variables.request.applicant.name")),
            Drawn.Step("lines", "Elsa.ForEach", "\"items\":" + Js("return variables.request.lines") + ",\"body\":" + Drawn.Step("each", "Elsa.WriteLine", "\"text\":" + Js("return variables.CurrentValue.sku")))));
        await PresentAsync("impact-mail", """{ allOf: [ { $ref: impact.four } ], required: [applicant], properties: { applicant: { required: [email] } } }""");
        await PresentAsync("impact-lines", """{ allOf: [ { $ref: impact.four } ], required: [lines] }""");

        var refused = await registry.PutAsync("impact.four", "2.0.0", Renamed);
        var impact = await registry.SendAsync(HttpMethod.Post, "/api/schemas/impact.four/impact", RegistryClient.Schema("impact.four", "2.0.0", Renamed));

        string[] four = ["connector impact-mail send/input", "mapping impact-four tell/payload", "workflow impact-four liquid/text", "workflow impact-four script/text"];
        Assert.Equal(four, Named(impact.Json, "breaks"));
        Assert.Empty(Named(impact.Json, "mayBreak"));
        Assert.All(impact.Json.GetProperty("breaks").EnumerateArray(), reader => Assert.Equal(
            ("/applicant/email", "/applicant/mail"), (reader.GetProperty("changes")[0].GetProperty("path").GetString(), reader.GetProperty("changes")[0].GetProperty("renamedTo").GetString())));
        Assert.Equal((HttpStatusCode.Conflict, 4), (refused.Status, refused.Json.GetProperty("errors").GetArrayLength()));
        Assert.Single((await registry.GetAsync("/api/schemas/impact.four/versions")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Renaming_WhatALoopOrAVariableHandsOn_IsSeenWhereItIsRead()
    {
        await registry.PublishAsync("impact.alias", "1.0.0", First);
        await hub.ImportAndPublishAsync(Procedure(
            "impact-alias",
            "impact.alias",
            Drawn.Step("keep", "Elsa.SetVariable", "\"variable\":{\"id\":\"who\",\"name\":\"who\"},\"value\":" + Js("return variables.request.applicant")),
            Drawn.Step("read", "Elsa.WriteLine", "\"text\":" + Js("return variables.who.email")),
            Drawn.Step("lines", "Elsa.ForEach", "\"items\":" + Js("return variables.request.lines ?? []") + ",\"body\":" + Drawn.Step("each", "Elsa.WriteLine", "\"text\":" + Js("return getVariable('CurrentValue').sku")))));

        var email = await ImpactOfAsync("impact.alias", Renamed);
        var sku = await ImpactOfAsync("impact.alias", First.Replace("sku", "article", StringComparison.Ordinal));

        Assert.Equal(["workflow impact-alias read/text"], Named(email, "breaks"));
        Assert.Equal(["workflow impact-alias each/text"], Named(sku, "breaks"));
        Assert.Empty(Named(email, "mayBreak"));
        Assert.Empty(Named(sku, "mayBreak"));
    }

    [Fact]
    public async Task Renaming_WhatAComputedPathOrAHandedOnValueMayRead_SaysMay()
    {
        await registry.PublishAsync("impact.may", "1.0.0", First);
        await hub.ImportAndPublishAsync(Procedure(
            "impact-may",
            "impact.may",
            Drawn.Step("computed", "Elsa.WriteLine", "\"text\":" + Js("const key = 'e' + 'mail'; return variables.request.applicant[key]")),
            Drawn.Step("whole", "Elsa.WriteLine", """ "text":{"typeName":"Object","expression":{"type":"Variable","value":{"id":"request","name":"request"}}} """),
            Drawn.Step("elsewhere", "Elsa.WriteLine", "\"text\":" + Js("return variables.request.lines[0].sku"))));

        var impact = await ImpactOfAsync("impact.may", Renamed);

        Assert.Empty(Named(impact, "breaks"));
        Assert.Equal(["workflow impact-may computed/text", "workflow impact-may whole/text"], Named(impact, "mayBreak"));
        await registry.PublishAsync("impact.may", "2.0.0", Renamed); // nothing that is certain stands against it
    }

    [Fact]
    public async Task Force_AsksForAReasonWhichIsAudited()
    {
        await registry.PublishAsync("impact.force", "1.0.0", First);
        await hub.ImportAndPublishAsync(Procedure("impact-force", "impact.force", Drawn.Step("read", "Elsa.WriteLine", "\"text\":" + Js("return variables.request.applicant.email"))));

        var without = await registry.PutAsync("impact.force", "2.0.0", Renamed, "?force=true");
        var with = await registry.PutAsync("impact.force", "2.0.0", Renamed, "?force=true&reason=The%20workflow%20follows%20tonight");
        var impact = await registry.GetAsync("/api/schemas/impact.force/impact");
        var audited = (await registry.GetAsync("/api/audit?limit=200")).GetRawText();

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Created), (without.Status, with.Status));
        Assert.Equal(["workflow impact-force read/text"], Named(impact, "breaks"));
        Assert.Contains("schema.forced", audited, StringComparison.Ordinal);
        Assert.Contains("The workflow follows tonight", audited, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publishing_PinsTheLatestVersionThatHasWhatTheWorkflowReads()
    {
        await registry.PublishAsync("impact.pin", "1.0.0", First);
        var drawn = Procedure("impact-pin", "impact.pin", Drawn.Step("read", "Elsa.WriteLine", "\"text\":" + Js("return variables.request.applicant.email")));
        await hub.ImportAndPublishAsync(drawn);
        await registry.PublishAsync("impact.pin", "1.1.0", First.Replace("\"name\"", "\"age\":{},\"name\"", StringComparison.Ordinal));
        await registry.PublishAsync("impact.pin", "2.0.0", Renamed, "?force=true&reason=planned");

        var before = Offer("impact-pin");
        await hub.ImportAndPublishAsync(drawn);
        var republished = Offer("impact-pin");
        await hub.ImportAndPublishAsync(drawn.Replace("applicant.email", "applicant.mail", StringComparison.Ordinal));
        var rewritten = Offer("impact-pin");

        Assert.Equal(("urn:hub:schema:impact:pin:1.0.0", "urn:hub:schema:impact:pin:1.1.0", "urn:hub:schema:impact:pin:2.0.0"), (before, republished, rewritten));
    }

    [Fact]
    public async Task Consumers_OfANestedSchema_AreFoundThroughTheOneThatHoldsIt()
    {
        await registry.PublishAsync("impact.inner", "1.0.0", """ "type":"object","properties":{"city":{"type":"string"}} """);
        await registry.PublishAsync("impact.outer", "1.0.0", """ "type":"object","properties":{"address":{"$ref":"urn:hub:schema:impact:inner:1.0.0"}} """);
        await hub.ImportAndPublishAsync(Procedure("impact-nested", "impact.outer", Drawn.Step("read", "Elsa.WriteLine", "\"text\":" + Js("return variables.request.address.city"))));

        var inner = await registry.GetAsync("/api/schemas/impact.inner/consumers");
        var changed = await registry.PutAsync("impact.inner", "2.0.0", """ "type":"object","properties":{"town":{"type":"string"}} """);
        var impact = await registry.GetAsync("/api/schemas/impact.inner/impact?version=2.0.0");

        Assert.Equal("/city", Assert.Single(inner.GetProperty("items").EnumerateArray()).GetProperty("path").GetString());
        Assert.Equal(HttpStatusCode.Created, changed.Status); // the outer schema names the version that it means
        Assert.True(Assert.Single(impact.GetProperty("breaks").EnumerateArray()).GetProperty("pinned").GetBoolean());
    }

    [Fact]
    public async Task Impact_OfAnotherAuthoritysWorkflow_IsToldWithoutItsName()
    {
        await registry.PublishAsync("impact.secret", "1.0.0", First);
        using var owner = await hub.ClientOfAsync("designer", "213105554");
        using var other = await hub.ClientOfAsync("designer", "200000008");
        var drawn = Procedure("impact-secret", "impact.secret", Drawn.Step("read", "Elsa.WriteLine", "\"text\":" + Js("return variables.request.applicant.email")));
        Assert.Equal(HttpStatusCode.OK, (await hub.SendAsync(HttpMethod.Post, "/workflow-definitions/import", drawn, owner)).Status);
        Assert.Equal(HttpStatusCode.OK, (await hub.SendAsync(HttpMethod.Post, "/workflow-definitions/impact-secret/publish", "{}", owner)).Status);

        var refused = await registry.SendAsync(HttpMethod.Put, "/api/schemas/impact.secret", RegistryClient.Schema("impact.secret", "2.0.0", Renamed), other);
        var consumers = await registry.SendAsync(HttpMethod.Get, "/api/schemas/impact.secret/consumers", client: other);

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.DoesNotContain("impact-secret", refused.Text + consumers.Text, StringComparison.Ordinal);
        Assert.Single(consumers.Json.GetProperty("items").EnumerateArray());
    }

    private async Task<JsonElement> ImpactOfAsync(string id, string proposed)
    {
        var answer = await registry.SendAsync(HttpMethod.Post, $"/api/schemas/{id}/impact", RegistryClient.Schema(id, "2.0.0", proposed));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    private string Offer(string procedure) => hub.Get<IProcedureDirectory>().Find(hub.Get<HubOptions>().Tenant, procedure)!.Schema; // published before

    private async Task PresentAsync(string name, string input)
    {
        var yaml = $$"""
            apiVersion: hub.connector/v1
            kind: Connector
            metadata: { name: {{name}}, title: { fr: Test, en: Test }, description: { fr: Test, en: Test }, version: 1.0.0, vendor: Test, category: mail, supportLevel: supported, licence: Apache-2.0 }
            spec:
              transport: grpc
              operations:
                - { name: send, kind: command, title: { fr: Envoyer, en: Send }, input: {{input}} }
            """;
        await hub.Get<ConnectorRegistry>().PresentAsync(Encoding.UTF8.GetBytes(yaml), name, hub.Get<TimeProvider>().GetUtcNow());
    }

    private static string[] Named(JsonElement impact, string list) =>
    [
        .. impact.GetProperty(list).EnumerateArray().Select(affected => affected.GetProperty("reader"))
            .Select(reader => $"{reader.GetProperty("kind").GetString()} {reader.GetProperty("name").GetString()} {reader.GetProperty("place").GetString()}")
            .Order(StringComparer.Ordinal),
    ];

    private static string Js(string script) => $$"""{"typeName":"Object","expression":{"type":"JavaScript","value":{{JsonSerializer.Serialize(script)}} } }""";

    private static string Procedure(string id, string schema, params string[] steps)
    {
        var request = Drawn.Step(
            "start",
            "Hub.CitizenRequest",
            $$"""
            "customProperties":{"canStartWorkflow":true},"procedure":{{Drawn.Literal("String", id)}},"schema":{{Drawn.Literal("String", schema)}},
            "request":{"typeName":"Object","memoryReference":{"id":"request"} }
            """);
        string Variable(string name) => $$"""{"id":"{{name}}","name":"{{name}}","typeName":"Object","storageDriverTypeName":"Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"}""";
        return $$"""
            {"definitionId":"{{id}}","name":"{{id}}","variables":[{{Variable("request")}},{{Variable("who")}}],
             "root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[{{string.Join(',', steps.Prepend(request))}}] } }
            """;
    }
}

using System.Net;
using System.Text.Json;
using Hub.Server.Workflows;

namespace Hub.Server.Tests.ElsaApi;

[Collection(DesignerHubGroup.Name)]
public sealed class DefinitionLifeTests(DesignerHub hub)
{
    private static string Model(string id, string name, string text, bool publish) =>
        $$$"""{"model":{"definitionId":"{{{id}}}","name":"{{{name}}}","isLatest":false,"isPublished":true,"version":77,"links":null,"root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[{{{Drawn.Line("a", text)}}}]}},"publish":{{{(publish ? "true" : "false")}}}}""";

    [Fact]
    public async Task Save_NewThenPublishedThenAgain_MakesVersionsByTheHubsOwnCount()
    {
        var first = (await hub.PostAsync("/workflow-definitions", Model("life", "Life", "1", publish: false))).Json.GetProperty("workflowDefinition");
        var again = (await hub.PostAsync("/workflow-definitions", Model("life", "Life", "2", publish: true))).Json;
        var next = (await hub.PostAsync("/workflow-definitions", Model("life", "Life", "3", publish: false))).Json.GetProperty("workflowDefinition");

        Assert.Equal((1, true, false), State(first));
        Assert.Equal((1, true, true), State(again.GetProperty("workflowDefinition")));
        Assert.Equal(first.GetProperty("id").GetString(), again.GetProperty("workflowDefinition").GetProperty("id").GetString());
        Assert.Equal((2, true, false), State(next));
        var versions = (await hub.GetAsync("/workflow-definitions/life/versions")).Json.EnumerateArray().Select(State).ToArray();
        Assert.Equal([(2, true, false), (1, false, true)], versions);
        Assert.Equal("2", TextOf((await hub.GetAsync("/workflow-definitions/by-definition-id/life?versionOptions=Published")).Json));
        Assert.Equal("3", TextOf((await hub.GetAsync("/workflow-definitions/by-definition-id/life")).Json));
        Assert.Equal("2", TextOf((await hub.GetAsync("/workflow-definitions/life?versionOptions=1")).Json));
        Assert.Equal(HttpStatusCode.NotFound, (await hub.GetAsync("/workflow-definitions/life?versionOptions=9")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.GetAsync("/workflow-definitions/life?versionOptions=Soonest")).Status);
    }

    [Fact]
    public async Task Save_DraftOfWhatTheHubShips_WhatRunsIsStillThePublishedOne()
    {
        var folder = Directory.CreateTempSubdirectory("hub-shipped-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "shipped.json"), $$$"""{"definitionId":"shipped","name":"Shipped","root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[{{{Drawn.Line("a", "as shipped")}}}]}}""");
        await hub.Get<DefinitionFolder>().ImportAsync(folder.FullName, CancellationToken.None);
        folder.Delete(recursive: true);

        await hub.PostAsync("/workflow-definitions", Model("shipped", "Shipped", "a draft of ours", publish: false));

        Assert.Equal("as shipped", TextOf((await hub.GetAsync("/workflow-definitions/by-definition-id/shipped?versionOptions=Published")).Json));
        Assert.Equal("a draft of ours", TextOf((await hub.GetAsync("/workflow-definitions/by-definition-id/shipped")).Json));
        Assert.Equal("as shipped", TextOf((await hub.GetAsync("/workflow-definitions/shipped/export?versionOptions=Published")).Json));
        Assert.Equal(HttpStatusCode.OK, (await hub.Client.GetAsync("/api/workflow-definitions/shipped/checks?versionOptions=Published")).StatusCode);
        Assert.Contains("a draft of ours", await hub.Client.GetStringAsync("/api/workflow-definitions/shipped/comparison?from=Published&to=Latest"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_WithoutRootOrId_IsANewDefinitionReadyForTheDesigner()
    {
        var saved = (await hub.PostAsync("/workflow-definitions", """{"model":{"name":"  Blank  ","definitionId":null,"id":null,"root":null,"variables":null,"options":null},"publish":false}""")).Json;

        var definition = saved.GetProperty("workflowDefinition");
        Assert.Equal("Blank", definition.GetProperty("name").GetString());
        Assert.Equal("Elsa.Sequence", definition.GetProperty("root").GetProperty("type").GetString());
        Assert.All(new[] { "metadata", "customProperties" }, name => Assert.Equal(JsonValueKind.Object, definition.GetProperty("root").GetProperty(name).ValueKind));
        Assert.StartsWith("Workflow1:", definition.GetProperty("root").GetProperty("nodeId").GetString(), StringComparison.Ordinal);
        Assert.Contains(definition.GetProperty("links").EnumerateArray(), link => link.GetProperty("rel").GetString() == "publish");
        Assert.Equal((0, 0), (saved.GetProperty("consumingWorkflowCount").GetInt32(), saved.GetProperty("validationErrors").GetArrayLength()));
    }

    [Fact]
    public async Task Save_PublicationRefused_SavesNothing()
    {
        var cron = """{"model":{"definitionId":"bad-cron","name":"c","root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[{"id":"c","type":"Elsa.Cron","version":1,"customProperties":{"canStartWorkflow":true},"cronExpression":{"typeName":"String","expression":{"type":"Literal","value":"99 * * * * *"}}}]}},"publish":true}""";

        var reply = await hub.PostAsync("/workflow-definitions", cron);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Contains("cron expression", Assert.Single(reply.Errors), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.GetAsync("/workflow-definitions/bad-cron")).Status);
    }

    [Fact]
    public async Task Writes_WithIfMatch_AreDoneOnlyOnWhatTheCallerRead()
    {
        await hub.PostAsync("/workflow-definitions", Model("tagged", "Tagged", "1", publish: false));
        var read = (await hub.GetAsync("/workflow-definitions/tagged")).Headers["ETag"];
        await hub.PostAsync("/workflow-definitions", Model("tagged", "Tagged", "2", publish: false));

        var late = await hub.PostAsync("/workflow-definitions", Model("tagged", "Tagged", "lost", publish: false), ("If-Match", read));
        var latePublish = await hub.PostAsync("/workflow-definitions/tagged/publish", "{}", ("If-Match", read));
        var lateDelete = await hub.SendAsync(HttpMethod.Delete, "/workflow-definitions/tagged", null, null, ("If-Match", read));
        var unknown = await hub.PostAsync("/workflow-definitions", Model("tagged-new", "New", "1", publish: false), ("If-Match", "*"));

        Assert.All([late, latePublish, lateDelete, unknown], reply => Assert.Equal(HttpStatusCode.PreconditionFailed, reply.Status));
        Assert.Contains("If-Match", Assert.Single(late.Errors), StringComparison.Ordinal);
        var now = await hub.GetAsync("/workflow-definitions/tagged");
        Assert.Equal("2", TextOf(now.Json));
        Assert.Equal(HttpStatusCode.OK, (await hub.PostAsync("/workflow-definitions/tagged/publish", "{}", ("If-Match", now.Headers["ETag"]))).Status);
    }

    [Fact]
    public async Task Revert_EarlierVersion_IsANewDraftWithItsContent()
    {
        await hub.PostAsync("/workflow-definitions", Model("back", "Back", "old", publish: true));
        await hub.PostAsync("/workflow-definitions", Model("back", "Back", "new", publish: true));

        var reverted = await hub.PostAsync("/workflow-definitions/back/revert/1");

        Assert.Equal(HttpStatusCode.Created, reverted.Status);
        Assert.Equal((3, true, false), State(reverted.Json));
        Assert.Equal("old", TextOf((await hub.GetAsync("/workflow-definitions/back")).Json));
        Assert.Equal("new", TextOf((await hub.GetAsync("/workflow-definitions/back?versionOptions=Published")).Json));
        Assert.Equal(HttpStatusCode.NotFound, (await hub.PostAsync("/workflow-definitions/back/revert/9")).Status);
    }

    [Fact]
    public async Task Delete_VersionsOneByOne_LeavesTheNewestAsLatest()
    {
        await hub.PostAsync("/workflow-definitions", Model("going", "Going", "1", publish: true));
        var second = (await hub.PostAsync("/workflow-definitions", Model("going", "Going", "2", publish: false))).Json.GetProperty("workflowDefinition").GetProperty("id").GetString();

        Assert.Equal(HttpStatusCode.NoContent, (await hub.SendAsync(HttpMethod.Delete, $"/workflow-definition-versions/{second}")).Status);
        Assert.Equal((1, true, true), State((await hub.GetAsync("/workflow-definitions/going")).Json));
        Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Delete, $"/workflow-definition-versions/{second}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await hub.SendAsync(HttpMethod.Delete, "/workflow-definitions/going/version/1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.GetAsync("/workflow-definitions/going")).Status);
    }

    [Fact]
    public async Task BulkActions_KnownAndUnknown_TellWhatBecameOfEach()
    {
        await hub.ImportAsync(Drawn.Sequence("bulk-1", Drawn.Line("a", "1")));
        await hub.ImportAndPublishAsync(Drawn.Sequence("bulk-2", Drawn.Line("a", "1")));
        const string Ids = """{"definitionIds":["bulk-1","bulk-2","bulk-none"]}""";

        var published = (await hub.PostAsync("/bulk-actions/publish/workflow-definitions/by-definition-ids", Ids)).Json;
        var retracted = (await hub.PostAsync("/bulk-actions/retract/workflow-definitions/by-definition-ids", """{"definitionIds":["bulk-1","bulk-1","bulk-none"]}""")).Json;
        var deleted = (await hub.PostAsync("/bulk-actions/delete/workflow-definitions/by-definition-id", Ids)).Json;

        Assert.Equal("""["bulk-1"]["bulk-2"]["bulk-none"][][]""", string.Concat(new[] { "published", "alreadyPublished", "notFound", "skipped", "failed" }.Select(name => published.GetProperty(name).GetRawText())));
        Assert.Equal("""["bulk-1"][]["bulk-none"]""", string.Concat(new[] { "retracted", "alreadyRetracted", "notFound" }.Select(name => retracted.GetProperty(name).GetRawText())));
        Assert.Equal(2, deleted.GetProperty("deleted").GetInt32());
    }

    [Fact]
    public async Task Refresh_OfKnownAndUnknownDefinitions_TellsWhichAndLeavesThemInForce()
    {
        await hub.ImportAndPublishAsync(Drawn.Sequence("refresh-1", Drawn.Line("a", "1")));

        var refreshed = await hub.PostAsync("/actions/workflow-definitions/refresh", """{"definitionIds":["refresh-1","refresh-none"]}""");
        var reloaded = await hub.PostAsync("/actions/workflow-definitions/reload", "{}");
        var ran = await hub.PostAsync("/workflow-definitions/refresh-1/execute", "{}");

        Assert.Equal("""{"refreshed":["refresh-1"],"notFound":["refresh-none"]}""", refreshed.Json.GetRawText());
        Assert.Equal((200, 200), ((int)reloaded.Status, (int)ran.Status));
    }

    [Fact]
    public async Task List_Filters_ShowWhatTheStudioAsksFor()
    {
        foreach (var (id, name) in new[] { ("list-b", "Liste B"), ("list-a", "liste A"), ("list-c", "Liste C") })
        {
            await hub.PostAsync("/workflow-definitions", Model(id, name, "1", publish: true));
        }

        var draft = (await hub.PostAsync("/workflow-definitions", Model("list-b", "Liste B", "2", publish: false))).Json.GetProperty("workflowDefinition").GetProperty("id").GetString();
        const string Mine = "DefinitionIds=list-a&DefinitionIds=list-b&DefinitionIds=list-c";

        Assert.Equal(["list-a 1", "list-b 2", "list-c 1"], await ListAsync($"versionOptions=Latest&Page=0&PageSize=10&SearchTerm=LISTE&IsSystem=False&OrderDirection=Ascending&{Mine}"));
        Assert.Equal(["list-c 1", "list-b 2"], await ListAsync($"versionOptions=Latest&Page=0&PageSize=2&OrderBy=Name&OrderDirection=Descending&{Mine}"));
        Assert.Equal(["list-a 1"], await ListAsync($"versionOptions=Latest&Page=1&PageSize=2&OrderBy=Name&OrderDirection=Descending&{Mine}"));
        Assert.Equal(["list-a 1", "list-b 1", "list-c 1"], await ListAsync($"versionOptions=Published&{Mine}"));
        Assert.Equal(["list-b 2", "list-b 1"], await ListAsync("versionOptions=AllVersions&DefinitionIds=list-b&OrderBy=Version&OrderDirection=Descending"));
        Assert.Equal(["list-b 2"], await ListAsync($"versionOptions=&Ids={draft}"));
        Assert.Equal(["list-b 2"], await ListAsync($"versionOptions=Draft&{Mine}"));
        Assert.Empty(await ListAsync($"IsSystem=True&{Mine}"));
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.GetAsync("/workflow-definitions?orderBy=Secret")).Status);
        Assert.False((await hub.GetAsync("/workflow-definitions/validation/is-name-unique?name=Liste%20B")).Json.GetProperty("isUnique").GetBoolean());
        Assert.True((await hub.GetAsync("/workflow-definitions/validation/is-name-unique?name=Liste%20B&definitionId=list-b")).Json.GetProperty("isUnique").GetBoolean());
        Assert.True((await hub.GetAsync("/workflow-definitions/query/count")).Json.GetProperty("count").GetInt32() >= 3);
    }

    [Fact]
    public async Task Links_ForWhoMayOnlyRead_OfferNothingToChange()
    {
        await hub.ImportAsync(Drawn.Sequence("looked-at", Drawn.Line("a", "1")));
        var director = await hub.ClientOfAsync(Hub.Server.Security.Roles.Director);

        var list = (await hub.GetAsync("/workflow-definitions?versionOptions=Latest", director)).Json;
        var one = (await hub.GetAsync("/workflow-definitions/looked-at", director)).Json;

        Assert.DoesNotContain(list.GetProperty("links").EnumerateArray(), link => link.GetProperty("rel").GetString() is "bulk-publish" or "create");
        Assert.DoesNotContain(one.GetProperty("links").EnumerateArray(), link => link.GetProperty("method").GetString() != "GET");
        Assert.Contains((await hub.GetAsync("/workflow-definitions?versionOptions=Latest")).Json.GetProperty("links").EnumerateArray(), link => link.GetProperty("rel").GetString() == "bulk-publish");
    }

    [Fact]
    public async Task OtherTenants_SeeAndTouchNothing()
    {
        var version = (await hub.ImportAndPublishAsync(Drawn.Sequence("mine-only", Drawn.Line("a", "1")))).GetProperty("id").GetString();
        var other = await hub.ClientOfAsync(Hub.Server.Security.Roles.Administrator, "213105554");

        var tries = new[]
        {
            await hub.GetAsync("/workflow-definitions/mine-only", other),
            await hub.GetAsync($"/workflow-definitions/by-id/{version}", other),
            await hub.GetAsync($"/workflow-definitions/subgraph/{version}", other),
            await hub.GetAsync("/workflow-definitions/mine-only/export", other),
            await hub.SendAsync(HttpMethod.Delete, "/workflow-definitions/mine-only", null, other),
            await hub.SendAsync(HttpMethod.Delete, $"/workflow-definition-versions/{version}", null, other),
            await hub.SendAsync(HttpMethod.Post, "/workflow-definitions/mine-only/dispatch", "{}", other),
            await hub.SendAsync(HttpMethod.Post, "/workflow-definitions/mine-only/revert/1", null, other),
        };

        Assert.All(tries, reply => Assert.Equal(HttpStatusCode.NotFound, reply.Status));
        Assert.DoesNotContain("mine-only", (await hub.GetAsync("/workflow-definitions", other)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await hub.GetAsync("/workflow-definitions/mine-only")).Status);
    }

    private static (int, bool, bool) State(JsonElement definition) =>
        (definition.GetProperty("version").GetInt32(), definition.GetProperty("isLatest").GetBoolean(), definition.GetProperty("isPublished").GetBoolean());

    private static string? TextOf(JsonElement definition) =>
        definition.GetProperty("root").GetProperty("activities")[0].GetProperty("text").GetProperty("expression").GetProperty("value").GetString();

    private async Task<string[]> ListAsync(string query) =>
        [.. (await hub.GetAsync($"/workflow-definitions?{query}")).Json.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("definitionId").GetString()} {item.GetProperty("version").GetInt32()}")];
}

using System.Globalization;
using System.Net;
using System.Text.Json;
using Hub.Server.Workflows;

namespace Hub.Server.Tests.ElsaApi;

public sealed class WorkflowInstanceTests(ElsaHub hub) : IClassFixture<ElsaHub>
{
    // Captured from the Studio's list.
    private const string StudioSearch = """
        {"page":0,"pageSize":10,"searchTerm":"","definitionId":null,"definitionIds":["DEFINITION"],"correlationId":null,"version":null,"hasIncidents":null,"isSystem":false,
         "status":null,"statuses":[],"subStatus":null,"subStatuses":[],"orderBy":null,"orderDirection":"Descending","timestampFilters":[]}
        """;

    [Fact]
    public async Task List_AsTheStudioAsks_ShowsNewestFirstWithAllMembers()
    {
        var definition = await hub.PublishAsync(ElsaHub.Await("go"));
        var first = await hub.RunAsync(definition, "DEM-1", "Dossier 1");
        var second = await hub.RunAsync(definition);

        var list = await hub.PostAsync("/workflow-instances", StudioSearch.Replace("DEFINITION", definition, StringComparison.Ordinal));

        Assert.Equal(2, list.GetProperty("totalCount").GetInt32());
        Assert.Equal([second, first], Ids(list));
        var item = list.GetProperty("items")[1];
        Assert.Equal(
            ["correlationId", "createdAt", "definitionId", "definitionVersionId", "finishedAt", "id", "incidentCount", "isExecuting", "isSystem", "name", "parentWorkflowInstanceId", "status", "subStatus", "updatedAt", "version"],
            Members(item));
        Assert.Equal(("Running", "Suspended", "DEM-1", "Dossier 1"), (Text(item, "status"), Text(item, "subStatus"), Text(item, "correlationId"), Text(item, "name")));
        Assert.Equal((false, JsonValueKind.Null), (item.GetProperty("isSystem").GetBoolean(), item.GetProperty("finishedAt").ValueKind));
    }

    [Fact]
    public async Task List_WithEachFilter_FindsWhatMatches()
    {
        var definition = await hub.PublishAsync(ElsaHub.Await("go"));
        var broken = await hub.PublishAsync(ElsaHub.Fail("Éteint"));
        var waiting = await hub.RunAsync(definition, "CORR-77", "Élan vital");
        var ended = await hub.RunAsync(definition, "other");
        await hub.TellAsync(ended, "go");
        var faulted = await hub.RunAsync(broken);
        var child = await hub.RunAsync(definition, parent: waiting);
        var both = $"\"definitionIds\":[\"{definition}\",\"{broken}\"]";

        async Task<IReadOnlyList<string>> Find(string filter) => Ids(await hub.PostAsync("/workflow-instances", $"{{{both},{filter}}}"));

        Assert.Equal([child, waiting], await Find("\"status\":\"Running\""));
        Assert.Equal([faulted, ended], await Find("\"statuses\":[\"Finished\"]"));
        Assert.Equal([faulted], await Find("\"subStatus\":\"Faulted\""));
        Assert.Equal([faulted], await Find("\"subStatus\":5"));
        Assert.Equal([ended], await Find("\"statuses\":[\"Finished\"],\"subStatuses\":[\"Finished\",\"Suspended\"]"));
        Assert.Equal([faulted], await Find("\"hasIncidents\":true"));
        Assert.Equal([child, ended, waiting], await Find("\"hasIncidents\":false"));
        Assert.Equal([waiting], await Find("\"correlationId\":\"CORR-77\""));
        Assert.Equal([waiting], await Find("\"searchTerm\":\"ORR-77\""));
        Assert.Equal([waiting], await Find("\"searchTerm\":\"vITAL\""));
        Assert.Equal([faulted], await Find($"\"searchTerm\":\"{faulted}\""));
        Assert.Equal([waiting], await Find("\"name\":\"lan\""));
        Assert.Equal([child], await Find($"\"parentWorkflowInstanceId\":\"{waiting}\""));
        Assert.Equal([], await Find("\"version\":2"));
        Assert.Equal([], await Find("\"isSystem\":true"));
        Assert.Equal([faulted], await Find($"\"definitionId\":\"{broken}\""));
        Assert.Equal([ended, waiting], await Find($"\"ids\":[\"{ended}\",\"{waiting}\"]"));
        Assert.Equal([waiting, ended, faulted, child], await Find("\"orderDirection\":\"Ascending\""));
        Assert.Equal([child, faulted], await Find("\"page\":0,\"pageSize\":2"));
        Assert.Equal([ended, waiting], await Find("\"page\":1,\"pageSize\":2"));
        Assert.Equal(faulted, (await Find("\"orderBy\":\"Finished\""))[0]);
        Assert.Equal(waiting, (await Find("\"orderBy\":\"Name\""))[^1]);
        Assert.Equal([], await Find("\"timestampFilters\":[{\"column\":\"CreatedAt\",\"operator\":\"LessThan\",\"timestamp\":\"2001-01-01T00:00:00Z\"}]"));
        Assert.Equal(4, (await Find("\"timestampFilters\":[{\"column\":\"UpdatedAt\",\"operator\":\"GreaterThan\",\"timestamp\":\"2001-01-01T00:00:00Z\"}]")).Count);
    }

    [Fact]
    public async Task List_ByQuery_IsTheSameList()
    {
        var definition = await hub.PublishAsync(ElsaHub.Await("go"));
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await hub.RunAsync(definition));
        }

        var list = await hub.GetAsync($"/workflow-instances?Page=1&PageSize=2&DefinitionIds={definition}&IsSystem=False&OrderDirection=Descending&Statuses=Running");

        Assert.Equal([ids[0]], Ids(list));
        Assert.Equal(3, list.GetProperty("totalCount").GetInt32());
    }

    [Theory]
    [InlineData("""{"page":-1}""")]
    [InlineData("""{"pageSize":0}""")]
    [InlineData("""{"status":"Sleeping"}""")]
    [InlineData("""{"subStatuses":["Suspended","Nowhere"]}""")]
    [InlineData("""{"orderBy":"state; DROP TABLE instances"}""")]
    [InlineData("""{"timestampFilters":[{"column":"state","operator":"Is","timestamp":"2026-01-01T00:00:00Z"}]}""")]
    [InlineData("""{"pageSize":"many"}""")]
    [InlineData("""[1,2""")]
    public async Task List_WhatCannotBe_IsRefusedInElsasForm(string body)
    {
        var (status, answer) = await hub.SendAsync(HttpMethod.Post, "/workflow-instances", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEqual(0, JsonElement.Parse(answer).GetProperty("errors").GetProperty("generalErrors").GetArrayLength());
    }

    [Fact]
    public async Task Get_AWaitingInstance_ShowsItsStateAsTheViewerReadsIt()
    {
        var definition = await hub.PublishAsync(ElsaHub.WriteLine("Hi"), ElsaHub.Await("go"));
        var id = await hub.RunAsync(definition, "DEM-2");

        var instance = await hub.GetAsync($"/workflow-instances/{id}");

        var state = instance.GetProperty("workflowState");
        Assert.Equal((id, "Suspended", "DEM-2"), (Text(state, "id"), Text(state, "subStatus"), Text(state, "correlationId")));
        var bookmark = Assert.Single(state.GetProperty("bookmarks").EnumerateArray());
        Assert.Equal(("a2", "Elsa.Event"), (Text(bookmark, "activityId"), Text(bookmark, "name")));
        Assert.Equal("go", Text(bookmark.GetProperty("payload"), "eventName"));
        var contexts = state.GetProperty("activityExecutionContexts").EnumerateArray().ToArray();
        Assert.Equal(3, contexts.Length);
        Assert.Equal(7, contexts[0].GetProperty("properties").GetProperty("Variables").GetProperty("v1").GetInt32());
        Assert.Equal(Text(contexts[1], "id"), Text(contexts[2], "parentContextId"));
        Assert.Equal(Text(bookmark, "activityInstanceId"), Text(contexts[2], "id"));
        Assert.Equal(0, state.GetProperty("incidents").GetArrayLength());
        var brief = await hub.GetAsync($"/workflow-instances/{id}/execution-state");
        Assert.Equal(("Running", "Suspended", "Suspended"), (Text(brief, "status"), Text(brief, "subStatus"), Text(brief, "workflowSubStatus")));
        Assert.Equal(Text(instance, "updatedAt"), Text(brief, "updatedAt"));
    }

    [Fact]
    public async Task Get_AFaultedInstance_TellsTheIncidentWithoutAStackTrace()
    {
        var id = await hub.RunAsync(await hub.PublishAsync(ElsaHub.Fail("Registre fermé")));

        var state = (await hub.GetAsync($"/workflow-instances/{id}")).GetProperty("workflowState");

        var incident = Assert.Single(state.GetProperty("incidents").EnumerateArray());
        Assert.Equal(("a1", "Elsa.Fault", "Registre fermé"), (Text(incident, "activityId"), Text(incident, "activityType"), Text(incident, "message")));
        var exception = incident.GetProperty("exception");
        Assert.Equal(("Registre fermé", JsonValueKind.Null, JsonValueKind.Null), (Text(exception, "message"), exception.GetProperty("stackTrace").ValueKind, exception.GetProperty("innerException").ValueKind));
        Assert.NotEqual("", Text(exception, "type"));
    }

    [Fact]
    public async Task Variables_SetFromOutside_AreWhatTheWorkflowGoesOnWith()
    {
        var id = await hub.RunAsync(await hub.PublishAsync(ElsaHub.Await("go"), ElsaHub.WriteScript("return `${getVariable('Count')}`")));
        Assert.Equal(7, Assert.Single((await hub.GetAsync($"/workflow-instances/{id}/variables")).GetProperty("items").EnumerateArray()).GetProperty("value").GetInt32());

        var answer = await hub.PostAsync($"/workflow-instances/{id}/variables", """{"variables":[{"id":"v1","value":"41"},{"id":"nobody","value":1}]}""");

        var variable = Assert.Single(answer.GetProperty("items").EnumerateArray());
        Assert.Equal(("v1", "Count", 41), (Text(variable, "id"), Text(variable, "name"), variable.GetProperty("value").GetInt32()));
        await hub.TellAsync(id, "go");
        var written = await hub.GetAsync($"/activity-executions/list?workflowInstanceId={id}&activityId=a2");
        Assert.Equal("41", Text(written.GetProperty("items")[0].GetProperty("activityState"), "Text"));
    }

    [Fact]
    public async Task Cancel_AParent_EndsItAndItsChildrenAndTheirWaits()
    {
        var definition = await hub.PublishAsync(ElsaHub.LongDelay);
        var parent = await hub.RunAsync(definition);
        var child = await hub.RunAsync(definition, parent: parent);
        var grandchild = await hub.RunAsync(definition, parent: child);
        var other = await hub.RunAsync(definition);
        var store = hub.Get<IWorkflowStore>();
        Assert.Single(store.BookmarksOf(grandchild));

        await hub.PostAsync($"/cancel/workflow-instances/{parent}", "");
        await hub.PostAsync($"/cancel/workflow-instances/{parent}", "");

        foreach (var id in new[] { parent, child, grandchild })
        {
            var state = await hub.GetAsync($"/workflow-instances/{id}/execution-state");
            Assert.Equal(("Finished", "Cancelled"), (Text(state, "status"), Text(state, "subStatus")));
            Assert.Empty(store.BookmarksOf(id));
        }

        Assert.Single(store.BookmarksOf(other));
        var journal = await hub.GetAsync($"/workflow-instances/{parent}/journal");
        Assert.Contains(journal.GetProperty("items").EnumerateArray(), line => Text(line, "eventName") == "Workflow cancelled");
        Assert.Contains(journal.GetProperty("items").EnumerateArray(), line => Text(line, "eventName") == "Canceled" && Text(line, "activityId") == "a1");
    }

    [Fact]
    public async Task CancelMany_ByDefinition_CountsTheRunningOnes()
    {
        var definition = await hub.PublishAsync(ElsaHub.Await("go"));
        var ended = await hub.RunAsync(definition);
        await hub.TellAsync(ended, "go");
        for (var i = 0; i < 3; i++)
        {
            await hub.RunAsync(definition);
        }

        // As the Studio's row menu sends it.
        var answer = await hub.PostAsync("/bulk-actions/cancel/workflow-instances", $$"""{"ids":null,"definitionVersionId":null,"definitionId":"{{definition}}","versionOptions":null}""");
        var again = await hub.PostAsync("/bulk-actions/cancel/workflow-instances", $$"""{"definitionId":"{{definition}}","versionOptions":"Published"}""");

        Assert.Equal((3, 0), (answer.GetProperty("cancelled").GetInt32(), again.GetProperty("cancelled").GetInt32()));
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.SendAsync(HttpMethod.Post, "/bulk-actions/cancel/workflow-instances", "{}")).Status);
        Assert.Equal("Finished", Text(await hub.GetAsync($"/workflow-instances/{ended}/execution-state"), "subStatus"));
    }

    [Fact]
    public async Task Delete_OneAndSeveral_LeavesNothingOfThem()
    {
        var definition = await hub.PublishAsync(ElsaHub.WriteLine("Hi"), ElsaHub.LongDelay);
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await hub.RunAsync(definition));
        }

        Assert.Equal(HttpStatusCode.NoContent, (await hub.SendAsync(HttpMethod.Delete, $"/workflow-instances/{ids[0]}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Delete, $"/workflow-instances/{ids[0]}")).Status);
        var several = await hub.PostAsync("/bulk-actions/delete/workflow-instances/by-id", $$"""{"ids":["{{ids[1]}}","{{ids[2]}}","{{ids[0]}}"]}""");
        var nothing = await hub.PostAsync("/bulk-actions/delete/workflow-instances", "{}");

        Assert.Equal((2, 0), (several.GetProperty("deleted").GetInt32(), nothing.GetProperty("deleted").GetInt32()));
        Assert.Equal([ids[3]], Ids(await hub.GetAsync($"/workflow-instances?definitionId={definition}")));
        Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Get, $"/workflow-instances/{ids[1]}")).Status);
        foreach (var id in ids.Take(3))
        {
            Assert.Empty(hub.Get<IWorkflowStore>().BookmarksOf(id));
            Assert.Empty(hub.Get<IInstanceDirectory>().Bursts(ElsaHub.Tenant, id, 0, 10));
        }
    }

    [Fact]
    public async Task Definition_Gone_ItsInstancesCanStillBeSeenCancelledAndDeleted()
    {
        var definition = await hub.PublishAsync(ElsaHub.Await("go"));
        var id = await hub.RunAsync(definition);
        var version = Text(await hub.GetAsync($"/workflow-instances/{id}"), "definitionVersionId");
        Assert.Equal(HttpStatusCode.NoContent, (await hub.SendAsync(HttpMethod.Delete, $"/workflow-definitions/{definition}")).Status);
        hub.Get<GraphCache>().Forget(version, definition); // as after a restart

        Assert.Equal("Suspended", Text(await hub.GetAsync($"/workflow-instances/{id}"), "subStatus"));
        Assert.Equal(0, (await hub.GetAsync($"/workflow-instances/{id}/variables")).GetProperty("count").GetInt32());
        Assert.NotEqual(0, (await hub.GetAsync($"/workflow-instances/{id}/journal")).GetProperty("totalCount").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Post, $"/workflow-instances/{id}/variables", "{}")).Status);
        await hub.PostAsync($"/cancel/workflow-instances/{id}", "");
        var state = (await hub.GetAsync($"/workflow-instances/{id}")).GetProperty("workflowState");
        Assert.Equal(("Cancelled", 0), (Text(state, "subStatus"), state.GetProperty("bookmarks").GetArrayLength()));
        Assert.Equal(HttpStatusCode.NoContent, (await hub.SendAsync(HttpMethod.Delete, $"/workflow-instances/{id}")).Status);
    }

    [Fact]
    public async Task AnotherAuthority_AsksForIt_FindsNothing()
    {
        var definition = await hub.PublishAsync(ElsaHub.Await("go"));
        var id = await hub.RunAsync(definition, "CORR-SECRET");
        var execution = Text((await hub.GetAsync($"/activity-executions/list?workflowInstanceId={id}")).GetProperty("items")[0], "id");
        string[] paths = [$"/workflow-instances/{id}", $"/workflow-instances/{id}/execution-state", $"/workflow-instances/{id}/journal", $"/workflow-instances/{id}/journal/a1", $"/workflow-instances/{id}/variables", $"/activity-executions/{execution}", $"/activity-executions/by-id?id={execution}", $"/activity-executions/{execution}/call-stack"];

        foreach (var path in paths)
        {
            Assert.Equal(HttpStatusCode.OK, (await hub.SendAsync(HttpMethod.Get, path)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Get, path, asStranger: true)).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Post, $"/cancel/workflow-instances/{id}", "", asStranger: true)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Delete, $"/workflow-instances/{id}", asStranger: true)).Status);
        Assert.Equal("{\"deleted\":0}", (await hub.SendAsync(HttpMethod.Post, "/bulk-actions/delete/workflow-instances", $$"""{"ids":["{{id}}"],"workflowDefinitionId":"{{definition}}"}""", asStranger: true)).Body);
        Assert.Equal("{\"cancelled\":0}", (await hub.SendAsync(HttpMethod.Post, "/bulk-actions/cancel/workflow-instances", $$"""{"definitionId":"{{definition}}"}""", asStranger: true)).Body);
        Assert.Equal("{\"stats\":[]}", (await hub.SendAsync(HttpMethod.Post, "/activity-executions/report", $$"""{"workflowInstanceId":"{{id}}"}""", asStranger: true)).Body);
        foreach (var filter in new[] { "{}", """{"correlationId":"CORR-SECRET"}""", $$"""{"ids":["{{id}}"]}""", $$"""{"searchTerm":"{{id}}"}""" })
        {
            Assert.Equal("{\"items\":[],\"totalCount\":0}", (await hub.SendAsync(HttpMethod.Post, "/workflow-instances", filter, asStranger: true)).Body);
        }

        Assert.Equal("Suspended", Text(await hub.GetAsync($"/workflow-instances/{id}"), "subStatus"));
    }

    internal static IReadOnlyList<string> Ids(JsonElement list) => [.. list.GetProperty("items").EnumerateArray().Select(item => Text(item, "id"))];

    internal static IReadOnlyList<string> Members(JsonElement item) => [.. item.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal)];

    internal static string Text(JsonElement item, string name) =>
        item.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64().ToString(CultureInfo.InvariantCulture) : item.GetProperty(name).GetString() ?? "";
}

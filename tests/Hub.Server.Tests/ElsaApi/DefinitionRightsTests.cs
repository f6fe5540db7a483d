using System.Net;
using System.Text.Json;
using Hub.Server.Security.ApiKeys;
using Hub.Server.Web;

namespace Hub.Server.Tests.ElsaApi;

/// <summary>
/// What each right opens of the definitions: the designer takes its rights from the links alone, so a link must be there exactly where
/// its route answers, and the routes refuse by themselves whatever a page believes.
/// </summary>
[Collection(DesignerHubGroup.Name)]
public sealed class DefinitionRightsTests(DesignerHub hub)
{
    private const string Fresh = """{"definitionId":"{0}","name":"Rights","root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[]}}""";

    public static TheoryData<string, string, string, string> Writes => new()
    {
        { Permissions.WorkflowsWrite, "POST", "/workflow-definitions", $$"""{"model":{{Fresh}},"publish":false}""" },
        { Permissions.WorkflowsPublish, "POST", "/workflow-definitions", $$"""{"model":{{Fresh}},"publish":true}""" },
        { Permissions.WorkflowsWrite, "POST", "/workflow-definitions/import", Fresh },
        { Permissions.WorkflowsWrite, "PUT", "/workflow-definitions/import", Fresh },
        { Permissions.WorkflowsWrite, "POST", "/workflow-definitions/{0}/import", Fresh },
        { Permissions.WorkflowsWrite, "PUT", "/workflow-definitions/{0}/import", Fresh },
        { Permissions.WorkflowsWrite, "POST", "/workflow-definitions/import-files", "" },
        { Permissions.WorkflowsPublish, "POST", "/workflow-definitions/{0}/publish", "{}" },
        { Permissions.WorkflowsPublish, "POST", "/workflow-definitions/{0}/retract", "{}" },
        { Permissions.WorkflowsPublish, "POST", "/workflow-definitions/{0}/update-references", "{}" },
        { Permissions.WorkflowsWrite, "POST", "/workflow-definitions/{0}/revert/1", "{}" },
        { Permissions.WorkflowsWrite, "DELETE", "/workflow-definitions/{0}", "" },
        { Permissions.WorkflowsWrite, "DELETE", "/workflow-definitions/{0}/version/1", "" },
        { Permissions.WorkflowsWrite, "DELETE", "/workflow-definition-versions/{1}", "" },
        { Permissions.WorkflowsWrite, "POST", "/bulk-actions/delete/workflow-definitions/by-definition-id", """{"definitionIds":["{0}"]}""" },
        { Permissions.WorkflowsWrite, "POST", "/bulk-actions/delete/workflow-definitions/by-id", """{"ids":["{1}"]}""" },
        { Permissions.WorkflowsPublish, "POST", "/bulk-actions/publish/workflow-definitions/by-definition-ids", """{"definitionIds":["{0}"]}""" },
        { Permissions.WorkflowsPublish, "POST", "/bulk-actions/retract/workflow-definitions/by-definition-ids", """{"definitionIds":["{0}"]}""" },
        { Permissions.WorkflowsRun, "POST", "/workflow-definitions/{0}/execute", "{}" },
        { Permissions.WorkflowsRun, "POST", "/workflow-definitions/{0}/dispatch", "{}" },
        { Permissions.WorkflowsRun, "POST", "/workflow-definitions/{0}/bulk-dispatch", """{"count":1}""" },
        { Permissions.WorkflowsRun, "POST", "/tests/activities", """{"workflowDefinitionHandle":{"definitionVersionId":"{1}"},"activityHandle":{"activityId":"s"}}""" },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Write_WithEveryRightButItsOwn_Is403AndChangesNothing(string permission, string method, string path, string body)
    {
        var (definitionId, versionId) = await DrawAsync();
        using var client = await ClientAsync([.. Permissions.Catalogue.Keys.Where(right => right != permission)]);
        var before = (await hub.GetAsync($"/workflow-definitions/{definitionId}/versions")).Text;

        var refused = await hub.SendAsync(new HttpMethod(method), Fill(path), body.Length == 0 ? null : Fill(body), client);

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal(before, (await hub.GetAsync($"/workflow-definitions/{definitionId}/versions")).Text);

        string Fill(string text) => text.Replace("{0}", definitionId, StringComparison.Ordinal).Replace("{1}", versionId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("read", false, false)]
    [InlineData("read,run", false, false)]
    [InlineData("read,publish", false, false)]
    [InlineData("read,write", false, true)]
    [InlineData("read,write,publish", true, true)]
    public async Task Links_ByRight_MakeTheDesignerEditableOnlyForWhoMaySaveAndPublish(string rights, bool isEditable, bool mayDelete)
    {
        var (definitionId, versionId) = await DrawAsync();
        using var client = await ClientAsync([.. rights.Split(',').Select(right => $"workflows:{right}")]);

        var list = (await hub.GetAsync($"/workflow-definitions?versionOptions=Latest&DefinitionIds={definitionId}", client)).Json;
        JsonElement[] shown =
        [
            list.GetProperty("items")[0],
            (await hub.GetAsync($"/workflow-definitions/by-definition-id/{definitionId}?versionOptions=Latest", client)).Json,
            (await hub.GetAsync($"/workflow-definitions/by-id/{versionId}", client)).Json,
            (await hub.GetAsync($"/workflow-definitions/many-by-id?ids={versionId}", client)).Json.GetProperty("items")[0],
            (await hub.GetAsync($"/workflow-definitions/{definitionId}/versions", client)).Json[0],
        ];

        Assert.Equal(isEditable, Rels(list).Contains("bulk-publish"));
        Assert.Equal(mayDelete, Rels(list).Contains("bulk-delete-by-id"));
        Assert.All(shown, definition => Assert.Equal((isEditable, mayDelete), (Rels(definition).Contains("publish"), Rels(definition).Contains("delete"))));
    }

    [Fact]
    public async Task Links_AfterEachChange_AreOnlyTheLatestVersionsToEdit()
    {
        var (definitionId, firstId) = await DrawAsync();
        Assert.Equal(HttpStatusCode.OK, (await hub.PostAsync($"/workflow-definitions/{definitionId}/publish", "{}")).Status);
        var imported = (await hub.SendAsync(HttpMethod.Put, $"/workflow-definitions/{definitionId}/import", Fresh.Replace("{0}", definitionId, StringComparison.Ordinal))).Json;
        var reverted = (await hub.PostAsync($"/workflow-definitions/{definitionId}/revert/1", "{}")).Json;

        var versions = (await hub.GetAsync($"/workflow-definitions/{definitionId}/versions")).Json.EnumerateArray().ToArray();
        var history = (await hub.GetAsync($"/workflow-definitions?versionOptions=AllVersions&DefinitionIds={definitionId}&OrderBy=Version&OrderDirection=Descending")).Json.GetProperty("items").EnumerateArray().ToArray();
        var first = (await hub.GetAsync($"/workflow-definitions/by-id/{firstId}")).Json;
        var readOnly = (await hub.PostAsync("/workflow-definitions/import", Fresh.Replace("{0}", $"{definitionId}-fixed", StringComparison.Ordinal).Replace("\"name\"", "\"isReadonly\":true,\"name\"", StringComparison.Ordinal))).Json;

        Assert.All([imported, reverted], definition => Assert.Contains("publish", Rels(definition)));
        Assert.Equal([true, false, false], versions.Select(version => Rels(version).Contains("publish")));
        Assert.Equal([true, false, false], history.Select(version => Rels(version).Contains("publish")));
        Assert.DoesNotContain("publish", Rels(first));
        Assert.DoesNotContain("publish", Rels(readOnly));
    }

    private async Task<(string DefinitionId, string VersionId)> DrawAsync()
    {
        var definition = await hub.ImportAsync("""{"name":"Rights","root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[]}}""");
        return (definition.GetProperty("definitionId").GetString()!, definition.GetProperty("id").GetString()!); // both are texts
    }

    private async Task<HttpClient> ClientAsync(IReadOnlyList<string> rights)
    {
        var key = await hub.Get<ApiKeyIssuer>().IssueAsync(new NewApiKey("rights", [Hub.Server.Security.Roles.Administrator], ApiKey.EveryTenant) { Scopes = rights }, "test", CancellationToken.None);
        var client = new HttpClient { BaseAddress = hub.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new("ApiKey", key.Text);
        return client;
    }

    private static IEnumerable<string?> Rels(JsonElement json) => json.GetProperty("links").EnumerateArray().Select(link => link.GetProperty("rel").GetString());
}

using System.Net;
using System.Text.Json;

namespace Hub.Server.Tests.ElsaApi;

[Collection(DesignerHubGroup.Name)]
public sealed class DefinitionUseTests(DesignerHub hub)
{
    private const string Usable = """{"usableAsActivity":true,"autoUpdateConsumingWorkflows":true}""";

    [Fact]
    public async Task Publish_DefinitionThatUpdatesItsConsumers_MovesDraftsAndPublishedOnesInOneGo()
    {
        var child = await hub.ImportAndPublishAsync(Drawn.Offered("use-child", "UseChild", Usable, Drawn.Line("a", "old")));
        var use = Drawn.Use("c", "UseChild", "use-child", IdOf(child), 1);
        var middle = await hub.ImportAndPublishAsync(Drawn.Offered("use-middle", "UseMiddle", Usable, use));
        await hub.ImportAsync(Drawn.Sequence("use-draft", Drawn.Use("m", "UseMiddle", "use-middle", IdOf(middle), 1)));
        await hub.ImportAsync(Drawn.Offered("use-child", "UseChild", Usable, Drawn.Line("a", "new")));

        var published = (await hub.PostAsync("/workflow-definitions/use-child/publish", "{}")).Json;

        var moved = (await hub.GetAsync("/workflow-definitions/use-middle?versionOptions=Published")).Json;
        var draft = (await hub.GetAsync("/workflow-definitions/use-draft")).Json;
        Assert.Equal(2, published.GetProperty("consumingWorkflowCount").GetInt32());
        Assert.Equal((2, IdOf(published.GetProperty("workflowDefinition"))), UsedBy(moved));
        Assert.Equal(2, moved.GetProperty("version").GetInt32());
        Assert.Equal((2, IdOf(moved)), UsedBy(draft));
        Assert.Equal((1, false), (draft.GetProperty("version").GetInt32(), draft.GetProperty("isPublished").GetBoolean()));
        Assert.Equal(["use-draft", "use-middle"], (await hub.GetAsync("/workflow-definitions/use-child/consumers")).Json.GetProperty("consumingWorkflowDefinitionIds").EnumerateArray().Select(id => id.GetString()).Order());
        Assert.Equal(HttpStatusCode.NotFound, (await hub.GetAsync("/workflow-definitions/use-nobody/consumers")).Status);
    }

    [Fact]
    public async Task UpdateReferences_WhereTheyWereNotUpdated_NamesWhomItMoved()
    {
        var child = await hub.ImportAndPublishAsync(Drawn.Offered("ref-child", "RefChild", """{"usableAsActivity":true}""", Drawn.Line("a", "old")));
        await hub.ImportAndPublishAsync(Drawn.Offered("ref-parent", "Ref parent", "", Drawn.Use("c", "RefChild", "ref-child", IdOf(child), 1)));
        await hub.ImportAndPublishAsync(Drawn.Offered("ref-child", "RefChild", """{"usableAsActivity":true}""", Drawn.Line("a", "new")));

        Assert.Equal((1, IdOf(child)), UsedBy((await hub.GetAsync("/workflow-definitions/ref-parent")).Json));
        var moved = (await hub.PostAsync("/workflow-definitions/ref-child/update-references", "{}")).Json;
        var again = (await hub.PostAsync("/workflow-definitions/ref-child/update-references", "{}")).Json;

        Assert.Equal("""["Ref parent"]""", moved.GetProperty("affectedWorkflows").GetRawText());
        Assert.Equal("[]", again.GetProperty("affectedWorkflows").GetRawText());
        Assert.Equal(2, UsedBy((await hub.GetAsync("/workflow-definitions/ref-parent?versionOptions=Published")).Json).Version);
    }

    [Fact]
    public async Task Toolbox_UsableDefinition_IsThereOnceItIsPublished()
    {
        await hub.ImportAsync(Drawn.Offered("tool", "My tool", Usable, Drawn.Line("a", "1")));
        Assert.Null(await DescriptorAsync("MyTool"));

        await hub.PostAsync("/workflow-definitions/tool/publish", "{}");
        await hub.ImportAndPublishAsync(Drawn.Offered("tool", "My tool", Usable, Drawn.Line("a", "2")));

        var descriptor = await DescriptorAsync("MyTool");
        Assert.NotNull(descriptor);
        Assert.Equal((2, true), (descriptor.Value.GetProperty("version").GetInt32(), descriptor.Value.GetProperty("isBrowsable").GetBoolean()));
        Assert.Equal("tool", descriptor.Value.GetProperty("constructionProperties").GetProperty("WorkflowDefinitionId").GetString());
        await hub.PostAsync("/workflow-definitions/tool/retract", "{}");
        Assert.Null(await DescriptorAsync("MyTool"));
    }

    [Fact]
    public async Task Subgraph_DefinitionUsedAsActivity_HasItsInsideAndTheWayIntoIt()
    {
        var child = await hub.ImportAndPublishAsync(Drawn.Offered("inside", "Inside", Usable, Drawn.Line("deep", "1")));
        var parent = await hub.ImportAsync(Drawn.Sequence("around", Drawn.Use("c", "Inside", "inside", IdOf(child), 1)));
        var use = parent.GetProperty("root").GetProperty("activities")[0];

        var graph = (await hub.GetAsync($"/workflow-definitions/subgraph/{IdOf(parent)}?parentNodeId={use.GetProperty("nodeId").GetString()}")).Json;
        var inner = graph.GetProperty("activity").GetProperty("root").GetProperty("root").GetProperty("activities")[0];
        var segments = (await hub.GetAsync($"/workflow-definitions/subgraph/segments/{IdOf(parent)}?childNodeId={inner.GetProperty("nodeId").GetString()}")).Json;

        Assert.False(use.TryGetProperty("root", out _));
        Assert.Equal("Elsa.WriteLine", inner.GetProperty("type").GetString());
        Assert.Equal("deep", segments.GetProperty("childNode").GetProperty("activity").GetProperty("id").GetString());
        Assert.Equal(["Elsa.Sequence Activities", "Inside Root", "Elsa.Sequence Activities"], segments.GetProperty("pathSegments").EnumerateArray().Select(segment => $"{segment.GetProperty("activityType").GetString()} {segment.GetProperty("portName").GetString()}"));
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.GetAsync($"/workflow-definitions/subgraph/segments/{IdOf(parent)}?childNodeId=nowhere")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.GetAsync("/workflow-definitions/subgraph/nothing")).Status);
    }

    [Fact]
    public async Task Import_DefinitionThatWouldContainItself_IsRefusedWithThePlace()
    {
        var child = await hub.ImportAndPublishAsync(Drawn.Offered("ring-a", "RingA", Usable, Drawn.Line("a", "1")));
        var parent = await hub.ImportAndPublishAsync(Drawn.Offered("ring-b", "RingB", Usable, Drawn.Use("u", "RingA", "ring-a", IdOf(child), 1)));

        var reply = await hub.PostAsync("/workflow-definitions/import", Drawn.Offered("ring-a", "RingA", Usable, Drawn.Use("u", "RingB", "ring-b", IdOf(parent), 1)));

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Contains("/root/", Assert.Single(reply.Errors), StringComparison.Ordinal);
        Assert.Equal(1, (await hub.GetAsync("/workflow-definitions/ring-a/versions")).Json.GetArrayLength());
    }

    private async Task<JsonElement?> DescriptorAsync(string type)
    {
        var found = (await hub.GetAsync("/descriptors/activities?refresh=true")).Json.GetProperty("items").EnumerateArray()
            .Where(item => item.GetProperty("typeName").GetString() == type && item.GetProperty("isBrowsable").GetBoolean()).ToArray();
        return found.Length == 0 ? null : Assert.Single(found);
    }

    private static string IdOf(JsonElement definition) => definition.GetProperty("id").GetString() ?? "";

    private static (int Version, string? Id) UsedBy(JsonElement definition)
    {
        var use = definition.GetProperty("root").GetProperty("activities")[0];
        return (use.GetProperty("version").GetInt32(), use.GetProperty("workflowDefinitionVersionId").GetString());
    }
}

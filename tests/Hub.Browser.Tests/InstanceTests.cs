using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Browser.Tests.Infrastructure;
using Hub.Browser.Tests.Pages;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.Browser.Tests;

/// <summary>Instances looked at while they run, stop and go on.</summary>
public sealed class InstanceTests(DesignerHub designer) : IClassFixture<DesignerHub>
{
    [FactInBrowser]
    public async Task FaultedInstance_ShowsItsIncidentAndIsRetried()
    {
        var model = (JsonObject)JsonNode.Parse(Samples.Flowchart(
            "faulty",
            "En panne",
            Samples.Activity("before", "Elsa.WriteLine", ("text", "String", "Literal", "avant")),
            Samples.Activity("check", "Elsa.RunJavaScript", ("script", "String", "Literal", "if (getVariable('ready') !== 'yes') { throw new Error('service indisponible'); }")),
            Samples.Activity("after", "Elsa.WriteLine", ("text", "String", "Literal", "après"))))!; // it was just written
        model["variables"] = new JsonArray(new JsonObject { ["id"] = "ready", ["name"] = "ready", ["typeName"] = "String", ["value"] = "no", ["storageDriverTypeName"] = "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core" });
        await designer.PublishAsync(model.ToJsonString());
        var instance = await designer.ExecuteAsync("faulty");
        await using var visit = await designer.VisitAsync("incident");

        var viewer = await InstanceViewer.OpenAsync(visit, instance);
        await Eventually.VisibleAsync(viewer.Badge("check", "error"));
        await viewer.OpenTabAsync("Incidents");
        await Eventually.VisibleAsync(visit.Page.GetByText("service indisponible"));
        await Eventually.VisibleAsync(viewer.RetryButton);
        await visit.PictureAsync("incident");
        var mended = await designer.Client.PostAsync("/elsa/api/alterations/run", $$"""{"workflowInstanceIds":["{{instance}}"],"alterations":[{"type":"ModifyVariable","variableId":"ready","value":"yes"}]}""");
        Assert.True(mended.Status == 200, mended.Body);
        await viewer.RetryButton.ClickAsync();
        await Eventually.VisibleAsync(viewer.Badge("after", "success"));
        await Eventually.CountAsync(viewer.RetryButton, 0);
        await visit.PictureAsync("retried");

        Assert.Equal("Finished", (await designer.Client.GetAsync($"/elsa/api/workflow-instances/{instance}")).Json.GetProperty("subStatus").GetString());
        await visit.AssertCleanAsync();
    }

    [FactInBrowser]
    public async Task WaitingInstance_WokenElsewhere_IsSeenToGoOnWithoutReload()
    {
        await designer.PublishAsync(Samples.Flowchart(
            "waiting",
            "En attente",
            Samples.Activity("wait", "Elsa.Event", ("eventName", "String", "Literal", "reveil")),
            Samples.Activity("after", "Elsa.WriteLine", ("text", "String", "Literal", "debout"))));
        var instance = await designer.ExecuteAsync("waiting");
        await using var visit = await designer.VisitAsync("live");
        var channels = new List<string>();
        visit.Page.WebSocket += (_, socket) => channels.Add(new Uri(socket.Url).AbsolutePath);

        var viewer = await InstanceViewer.OpenAsync(visit, instance);
        await Eventually.VisibleAsync(viewer.Badge("wait", "warning"));
        await visit.PictureAsync("waiting");
        var woken = await designer.Client.PostAsync("/elsa/api/events/reveil/trigger", """{"input":"debout"}""");
        Assert.True(woken.Status == 200, woken.Body);
        await Eventually.VisibleAsync(viewer.Badge("after", "success"));
        await visit.PictureAsync("went-on");

        Assert.Contains("/elsa/hubs/workflow-instance", channels);
        await visit.AssertCleanAsync();
    }
}

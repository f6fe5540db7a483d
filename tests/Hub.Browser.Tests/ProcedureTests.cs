using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hub.Browser.Tests.Infrastructure;
using Hub.Browser.Tests.Pages;
using Hub.EndToEnd.Tests.Infrastructure;
using Microsoft.Playwright;

namespace Hub.Browser.Tests;

/// <summary>What a drawn workflow becomes for others: a procedure that citizens call, an activity of other workflows.</summary>
public sealed class ProcedureTests(DesignerHub designer) : IClassFixture<DesignerHub>
{
    [FactInBrowser]
    public async Task Procedure_DrawnAndPublished_TakesRequests()
    {
        await using var visit = await designer.VisitAsync("procedure");
        var toolbox = await designer.ToolboxAsync();
        var list = await DefinitionList.OpenAsync(visit);

        var editor = await list.CreateAsync("Signaler un nid-de-poule");
        var request = await editor.DragAsync(toolbox["Hub.CitizenRequest"], (60, 80));
        var close = await editor.DragAsync(toolbox["Hub.CloseJourney"], (460, 80));
        await editor.ConnectAsync(request, "Done", close);
        await editor.SelectAsync(request);
        var inputs = toolbox["Hub.CitizenRequest"].Inputs;
        await editor.Input(inputs["Procedure"]).FillAsync("nid-de-poule");
        await editor.Input(inputs["Schema"]).FillAsync("public-space.street-report");
        await editor.StartHereAsync();
        await visit.PictureAsync("drawn");
        Assert.Contains("/icons/request.svg", await editor.IconAsync(request), StringComparison.Ordinal);
        Assert.Equal(200, (await editor.SaveAsync()).Status);
        Assert.Equal(200, (await editor.PublishAsync()).Status);
        await visit.PictureAsync("published");

        var offer = await designer.Client.GetAsync("/api/procedures/nid-de-poule");
        Assert.True(offer.Status == 200, offer.Body);
        var example = File.ReadAllText(Directory.GetFiles(Path.Combine(Repository.Root, "schemas", "public-space", "street-report", "v1", "examples", "valid"), "*.json")[0]);
        var taken = await designer.Client.PostAsync("/api/requests/nid-de-poule", example, ("Idempotency-Key", "drawn-1"));
        Assert.True(taken.Status == 202, taken.Body);
        var journey = await designer.Client.UntilEndedAsync(taken.Json.GetProperty("journeyId").GetString()!); // the answer holds it
        Assert.Equal("completed", journey.GetProperty("state").GetString());

        // The viewer's link to the logs of an instance leads to its journey.
        var instance = (await designer.Client.GetAsync($"/elsa/api/workflow-instances?definitionId={editor.DefinitionId}")).Json.GetProperty("items")[0].GetProperty("id").GetString();
        await visit.OpenAsync($"/diagnostics/structured-logs?workflowInstanceId={instance}");
        Assert.EndsWith($"/console/#/journeys/{journey.GetProperty("id").GetString()}", visit.Page.Url, StringComparison.Ordinal);
        await visit.AssertCleanAsync();
    }

    [FactInBrowser]
    public async Task Findings_OfWhatIsSaved_AreBesideTheDrawingAndLeadToTheStep()
    {
        var saved = await designer.Client.PostAsync("/elsa/api/workflow-definitions", $$"""{"model":{{Samples.Flowchart("found", "Sans délai", Samples.Activity("wait", "Hub.WaitForMessage", ("message", "String", "Literal", "pièce")))}},"publish":false}""");
        Assert.True(saved.Status == 200, saved.Body);
        await using var visit = await designer.VisitAsync("findings");
        await Editor.OpenAsync(visit, "found");

        var button = visit.Page.Locator("#findings-button");
        await Assertions.Expect(button).ToHaveTextAsync(new Regex(@"^Points à revoir\u00a0\([1-9]\)$"), new() { Timeout = (float)Visit.Patience.TotalMilliseconds });
        await button.ClickAsync();
        var finding = visit.Page.Locator("#findings li").Filter(new() { HasText = "sans limite de temps" });
        await Eventually.VisibleAsync(finding);
        await visit.PictureAsync("findings");
        await finding.GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("h2:focus")).ToContainTextAsync("1", new() { Timeout = (float)Visit.Patience.TotalMilliseconds });
        await visit.PictureAsync("step");
        await visit.AssertCleanAsync();
    }

    [FactInBrowser]
    public async Task ConnectorOperation_OnTheDrawing_HasTheConnectorsIcon()
    {
        await designer.PublishAsync(Samples.Flowchart("icons", "Icônes", Samples.Activity("read", "Hub.Connector.payfip.readPayment", ("paymentId", "String", "Literal", "p-1"))));
        await using var visit = await designer.VisitAsync("icons");

        var editor = await Editor.OpenAsync(visit, "icons");
        await Eventually.VisibleAsync(editor.Node("read").Locator(".activity-icon"));
        await visit.UntilQuietAsync();
        await visit.PictureAsync("icons");

        Assert.Contains("/designer/icons/payfip.svg", await editor.IconAsync("read"), StringComparison.Ordinal);
        Assert.Equal(200, (await designer.Client.GetAsync("/designer/icons/payfip.svg")).Status);
        Assert.Equal(404, (await designer.Client.GetAsync("/designer/icons/nobody.svg")).Status);
        Assert.Equal(401, (await designer.Client.With(null).GetAsync("/designer/icons.css")).Status);
        await visit.AssertCleanAsync();
    }

    [FactInBrowser]
    public async Task Workflow_UsableAsActivity_IsDraggedIntoAnotherAndRuns()
    {
        var inner = (JsonObject)JsonNode.Parse(Samples.Flowchart("greeting", "Salutation", Samples.Activity("hello", "Elsa.WriteLine", ("text", "String", "Literal", "bonjour"))))!; // it was just written
        inner["options"] = new JsonObject { ["usableAsActivity"] = true, ["activityCategory"] = "Essais" };
        await designer.PublishAsync(inner.ToJsonString());
        await designer.PublishAsync(Samples.Flowchart("outer", "Englobant", Samples.Activity("start", "Elsa.WriteLine", ("text", "String", "Literal", "début"))));
        await using var visit = await designer.VisitAsync("activity");
        var item = (await designer.ToolboxAsync()).Values.Single(tool => tool.Name == "Salutation");

        var editor = await Editor.OpenAsync(visit, "outer");
        var dragged = await editor.DragAsync(item, (500, 240));
        await editor.ConnectAsync("start", "Done", dragged);
        Assert.Equal(200, (await editor.SaveAsync()).Status);
        await visit.PictureAsync("editor");
        var viewer = await editor.RunAsync();
        await Eventually.VisibleAsync(viewer.Badge(dragged, "success"));
        await visit.PictureAsync("viewer");

        Assert.Equal("Finished", (await designer.Client.GetAsync($"/elsa/api/workflow-instances/{viewer.InstanceId}")).Json.GetProperty("subStatus").GetString());
        await visit.AssertCleanAsync();
    }
}

using Hub.Browser.Tests.Infrastructure;
using Hub.Browser.Tests.Pages;

namespace Hub.Browser.Tests;

/// <summary>A designer draws a workflow from nothing, as the Studio's own visitors do: mouse and keyboard only.</summary>
public sealed class DrawingTests(DesignerHub designer) : IClassFixture<DesignerHub>
{
    [FactInBrowser]
    public async Task Designer_DrawsFiveActivities_PublishesRunsAndSeesTheJournal()
    {
        await using var visit = await designer.VisitAsync("draw");
        var toolbox = await designer.ToolboxAsync();
        var name = $"Essai {Guid.NewGuid():N}";

        var list = await DefinitionList.OpenAsync(visit);
        await visit.PictureAsync("list");
        var editor = await list.CreateAsync(name);
        await visit.PictureAsync("empty-editor");

        var title = await editor.DragAsync(toolbox["Elsa.SetName"], (20, 60));
        var decision = await editor.DragAsync(toolbox["Elsa.FlowDecision"], (310, 60));
        var yes = await editor.DragAsync(toolbox["Elsa.WriteLine"], (600, 40));
        var no = await editor.DragAsync(toolbox["Elsa.WriteLine"], (600, 200));
        var end = await editor.DragAsync(toolbox["Elsa.Finish"], (860, 60));
        await visit.PictureAsync("five-activities");
        await editor.ConnectAsync(title, "Done", decision);
        await editor.ConnectAsync(decision, "True", yes);
        await editor.ConnectAsync(decision, "False", no);
        await editor.ConnectAsync(yes, "Done", end);
        await visit.PictureAsync("connected");

        await editor.SelectAsync(title);
        await editor.Input(toolbox["Elsa.SetName"].Inputs["Value"]).FillAsync("Dossier d'essai");
        await editor.SelectAsync(decision);
        await editor.Input(toolbox["Elsa.FlowDecision"].Inputs["Condition"]).WriteAsync("JavaScript", "1 + 1 === 2");
        await editor.SelectAsync(yes);
        await editor.Input(toolbox["Elsa.WriteLine"].Inputs["Text"]).WriteAsync("JavaScript", "`Bonjour ${1 + 1} fois`");
        await visit.PictureAsync("expression");
        var saved = await editor.SaveAsync();
        Assert.Equal(200, saved.Status);
        var published = await editor.PublishAsync();
        Assert.Equal(200, published.Status);
        await visit.PictureAsync("published");
        var definitionId = editor.DefinitionId;
        var viewer = await editor.RunAsync();
        var instance = (await designer.Client.GetAsync($"/elsa/api/workflow-instances/{viewer.InstanceId}")).Json;
        Assert.True(instance.GetProperty("subStatus").GetString() == "Finished", instance.ToString());
        await Eventually.VisibleAsync(viewer.Badge(yes, "success"));
        await visit.PictureAsync("viewer");

        Assert.Equal("Dossier d'essai", instance.GetProperty("name").GetString());
        Assert.Equal(definitionId, instance.GetProperty("definitionId").GetString());
        Assert.Equal(0, await viewer.Badge(no, "success").CountAsync());
        Assert.True(await viewer.Journal.CountAsync() >= 8, "Four activities started and completed.");
        await visit.AssertCleanAsync();
    }
}

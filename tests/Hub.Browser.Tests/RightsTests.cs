using Hub.Browser.Tests.Infrastructure;
using Hub.Browser.Tests.Pages;
using Microsoft.Playwright;

namespace Hub.Browser.Tests;

/// <summary>A visitor who may read workflows and not write them.</summary>
public sealed class RightsTests(DesignerHub designer) : IClassFixture<DesignerHub>
{
    [FactInBrowser]
    public async Task Director_InTheStudio_ReadsOnly()
    {
        var key = await designer.KeyAsync("director");
        await using var visit = await designer.VisitAsync("read-only", key);

        var list = await DefinitionList.OpenAsync(visit);
        await visit.PictureAsync("list");
        Assert.True(await list.CreateButton.IsDisabledAsync(), "The list offers to create a workflow.");
        var editor = await Editor.OpenAsync(visit, Samples.Canteen);
        await Eventually.VisibleAsync(editor.ReadOnlyBanner);
        await visit.PictureAsync("editor");
        Assert.Equal(0, await editor.PublishButton.CountAsync());

        var client = designer.Client.With(key);
        var read = await client.GetAsync($"/elsa/api/workflow-definitions/by-definition-id/{Samples.Canteen}?versionOptions=Latest");
        Assert.Equal(200, read.Status);
        Assert.Equal(403, (await client.PostAsync("/elsa/api/workflow-definitions", $$"""{"model":{{read.Body}}}""")).Status);
        Assert.Equal(403, (await client.PostAsync($"/elsa/api/workflow-definitions/{Samples.Canteen}/publish", "{}")).Status);
        Assert.Equal(403, (await client.PostAsync($"/elsa/api/workflow-definitions/{Samples.Canteen}/execute", "{}")).Status);
        // The same from the page itself, with the session's cookie.
        Assert.Equal(403, await visit.Page.EvaluateAsync<int>($"async () => (await fetch('/elsa/api/workflow-definitions/{Samples.Canteen}/retract', {{ method: 'POST', headers: {{ 'content-type': 'application/json' }}, body: '{{}}' }})).status"));
        visit.Expect(fault => fault.Contains("403", StringComparison.Ordinal));
        await visit.AssertCleanAsync();
    }
}

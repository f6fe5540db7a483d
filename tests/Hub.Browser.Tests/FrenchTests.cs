using Hub.Browser.Tests.Infrastructure;
using Hub.Browser.Tests.Pages;
using Microsoft.Playwright;

namespace Hub.Browser.Tests;

/// <summary>Every string that can be seen in a designer's five main tasks is French for who chose French.</summary>
public sealed class FrenchTests(DesignerHub designer) : IClassFixture<DesignerHub>
{
    private static readonly string[] ActivityTabs = ["Input", "Output", "Common", "Test", "Commit Strategy", "Log", "Info"];
    private static readonly string[] WorkflowTabs = ["Properties", "Variables", "Input/Output", "Version history"];
    private static readonly string[] InstanceTabs = ["Details", "Incidents", "Variables", "Input/output"];

    [FactInBrowser]
    public async Task FiveTasks_InFrench_LeaveNoStringUntranslated()
    {
        await designer.PublishAsync(Samples.Flowchart(
            "french",
            "Relance annuelle",
            Samples.Activity("say", "Elsa.WriteLine", ("text", "String", "Literal", "bonjour")),
            Samples.Activity("stop", "Elsa.RunJavaScript", ("script", "String", "Literal", "throw new Error('service indisponible')"))));
        await using var visit = await designer.VisitAsync("french");
        var own = new[] { "Relance annuelle", "french" };
        var found = new List<string>();
        async Task LookAsync(string title) => found.AddRange(await visit.UntranslatedAsync(title, own));

        // Find a workflow.
        var list = await DefinitionList.OpenAsync(visit);
        await LookAsync("list");
        await list.Row("Relance annuelle").Locator(".mud-menu button").ClickAsync();
        await Eventually.VisibleAsync(visit.MenuItem("Duplicate"));
        await LookAsync("list-row-menu");
        await visit.CloseMenuAsync();
        await list.CreateButton.ClickAsync();
        await Eventually.VisibleAsync(visit.Page.Locator(".mud-dialog-actions"));
        await LookAsync("list-create");

        // Draw and configure.
        var editor = await Editor.OpenAsync(visit, "french");
        await Eventually.CountAsync(editor.Nodes, 2);
        await LookAsync("editor");
        foreach (var tab in WorkflowTabs)
        {
            await editor.OpenTabAsync(tab);
            await LookAsync($"editor-{tab.Replace('/', '-')}");
        }

        await editor.SelectAsync("say");
        foreach (var tab in ActivityTabs)
        {
            await editor.OpenTabAsync(tab);
            await LookAsync($"activity-{tab}");
        }

        // Publish and run.
        Assert.Equal(200, (await editor.PublishAsync()).Status);
        await Eventually.VisibleAsync(visit.Page.Locator(".mud-snackbar"));
        await LookAsync("published");

        // Inspect an instance.
        var viewer = await editor.RunAsync();
        await Eventually.VisibleAsync(viewer.Badge("stop", "error"));
        await LookAsync("viewer");
        foreach (var tab in InstanceTabs)
        {
            await viewer.OpenTabAsync(tab);
            await LookAsync($"viewer-{tab.Replace('/', '-')}");
        }

        await visit.OpenAsync("/designer/workflows/instances");
        await Eventually.VisibleAsync(visit.Page.Locator("elsa-workflow-instance-list .mud-table tbody tr td[data-label]"));
        await LookAsync("instances");

        // As in Elsa, the answer about an instance that ended at an incident is 500; browsers call that an error.
        visit.Expect(fault => fault.Contains("/execute", StringComparison.Ordinal) && fault.Contains("500", StringComparison.Ordinal));
        Assert.True(found.Count == 0, string.Join('\n', found.Distinct()));
        await visit.AssertCleanAsync();
    }
}

using Hub.Browser.Tests.Infrastructure;
using Microsoft.Playwright;

namespace Hub.Browser.Tests.Pages;

/// <summary>The Studio's viewer of one instance: journal, canvas with badges, details.</summary>
internal sealed class InstanceViewer(Visit visit)
{
    private IPage Page => visit.Page;

    /// <summary>The identifier in the address.</summary>
    public string InstanceId => Uri.UnescapeDataString(new Uri(Page.Url).Segments[^2].TrimEnd('/'));

    public ILocator Journal => Page.Locator(".mud-timeline-item");

    /// <summary>What our page offers beside the viewer of an instance that stopped at an incident.</summary>
    public ILocator RetryButton => Page.Locator("#incident button");

    public static async Task<InstanceViewer> OpenAsync(Visit visit, string instanceId)
    {
        await visit.OpenAsync($"/designer/workflows/instances/{Uri.EscapeDataString(instanceId)}/view");
        var viewer = new InstanceViewer(visit);
        await viewer.UntilLoadedAsync();
        return viewer;
    }

    public async Task UntilLoadedAsync()
    {
        await Page.Locator("elsa-workflow-instance-viewer .x6-node").First.WaitForAsync();
        await Journal.First.WaitForAsync();
    }

    public ILocator Node(string id) => Page.Locator($".x6-node[data-cell-id='{id}']");

    /// <summary>The counter on an activity; green where it completed, red where it faulted.</summary>
    public ILocator Badge(string id, string colour) => Node(id).Locator($".mud-badge.mud-{colour}, .mud-badge.mud-theme-{colour}");

    public Task OpenTabAsync(string english) => Page.Locator(".mud-tab").Filter(new() { HasTextRegex = StudioWords.Saying(english) }).First.ClickAsync();
}

using Hub.Browser.Tests.Infrastructure;
using Microsoft.Playwright;

namespace Hub.Browser.Tests.Pages;

/// <summary>The Studio's editor of one workflow: toolbox, canvas, properties.</summary>
internal sealed class Editor(Visit visit)
{
    // The Studio's icons have no names: this one is told by how its outline begins.
    private const string Play = "M8 5v14";

    private IPage Page => visit.Page;

    public ILocator Nodes => Page.Locator(".x6-node");

    public ILocator Connections => Page.Locator(".x6-edge");

    public ILocator ReadOnlyBanner => Page.Locator("elsa-workflow-definition-editor .mud-alert-filled-warning");

    public ILocator RunButton => Toolbar(Play);

    public ILocator PublishButton => Page.Locator("elsa-workflow-definition-editor .mud-toolbar .mud-button-group-root button").First;

    private ILocator Canvas => Page.Locator(".flowchart-diagram-designer-wrapper, elsa-workflow-definition-editor .x6-graph").First;

    /// <summary>The identifier in the address.</summary>
    public string DefinitionId => Uri.UnescapeDataString(new Uri(Page.Url).Segments[^2].TrimEnd('/'));

    public static async Task<Editor> OpenAsync(Visit visit, string definitionId)
    {
        await visit.OpenAsync($"/designer/workflows/definitions/{Uri.EscapeDataString(definitionId)}/edit");
        var editor = new Editor(visit);
        await editor.UntilLoadedAsync();
        return editor;
    }

    public async Task UntilLoadedAsync()
    {
        await Page.Locator("elsa-workflow-definition-editor .x6-graph-svg").WaitForAsync();
        await Page.Locator("elsa-workflow-definition-editor .mud-expand-panel").First.WaitForAsync();
    }

    public ILocator Node(string id) => Page.Locator($".x6-node[data-cell-id='{id}']");

    /// <summary>What the icon of an activity is drawn with, as CSS says it.</summary>
    public Task<string> IconAsync(string id) => Node(id).Locator(".activity-icon").EvaluateAsync<string>("icon => getComputedStyle(icon, '::after').maskImage");

    /// <summary>Drags an activity out of the toolbox; gives the new activity's identifier.</summary>
    /// <param name="at">Where its upper left corner comes to lie, from that of the canvas.</param>
    public async Task<string> DragAsync(ToolboxItem item, (float X, float Y) at)
    {
        var before = await NodeIdsAsync();
        await Page.Locator("elsa-workflow-definition-editor .rz-splitter-pane").First.Locator("input[type=text]").FillAsync(item.Name);
        var tool = Page.Locator("[draggable=true]").GetByText(item.Name, new() { Exact = true });
        var panel = Page.Locator(".mud-expand-panel").Filter(new() { Has = Page.Locator(".mud-expand-panel-text").Filter(new() { HasTextRegex = StudioWords.Saying(item.Category) }) });
        if (!await tool.First.IsVisibleAsync())
        {
            await panel.Locator(".mud-expand-panel-header").ClickAsync();
        }

        // The panel unfolds slowly; hovering waits until it rests. Then with the bare mouse: a locator's own dragging scrolls the canvas first, as no visitor would.
        await tool.First.HoverAsync();
        var (fromX, fromY) = await CentreAsync(tool.First);
        var canvas = await Canvas.BoundingBoxAsync() ?? throw new InvalidOperationException("The canvas is not drawn.");
        await DrawAsync(fromX, fromY, canvas.X + at.X, canvas.Y + at.Y);
        await Eventually.CountAsync(Nodes, before.Count + 1);
        return (await NodeIdsAsync()).Except(before).Single();
    }

    /// <summary>Draws a connection with the mouse, from an outcome of one activity to another.</summary>
    public async Task ConnectAsync(string from, string outcome, string to)
    {
        var count = await Connections.CountAsync();
        var (fromX, fromY) = await CentreAsync(Node(from).Locator($"[port-group='out'][port='{outcome}']").First);
        var (toX, toY) = await CentreAsync(Node(to).Locator("[port-group='in']").First);
        await DrawAsync(fromX, fromY, toX, toY);
        await Eventually.CountAsync(Connections, count + 1);
    }

    public async Task SelectAsync(string id)
    {
        await Node(id).Locator(".activity-label").ClickAsync();
    }

    /// <summary>The part of the properties where one input is set.</summary>
    /// <param name="label">The input's name in the visitor's language.</param>
    public InputField Input(string label) => new(visit, label);

    /// <summary>Waits until the hub has answered a save that the visitor asks for.</summary>
    public Task<IResponse> SaveAsync() => PostedAsync(() => Page.Locator(".elsa-toolbar-icon button").First.ClickAsync(), Visit.SavePath);

    /// <summary>Publishes once the Studio has saved by itself what it still had to: a save that overtakes the publication would make one more draft.</summary>
    public async Task<IResponse> PublishAsync()
    {
        await visit.UntilSavedAsync();
        return await PostedAsync(() => PublishButton.ClickAsync(), Visit.SavePath, "\"publish\":true");
    }

    /// <summary>Runs the workflow, and comes out in the viewer of the new instance.</summary>
    public async Task<InstanceViewer> RunAsync()
    {
        await RunButton.ClickAsync();
        await Page.WaitForURLAsync("**/designer/workflows/instances/*/view");
        var viewer = new InstanceViewer(visit);
        await viewer.UntilLoadedAsync();
        return viewer;
    }

    /// <summary>Goes to one of the tabs at the right: properties, variables, input/output, version history.</summary>
    public Task OpenTabAsync(string english) => Page.Locator(".mud-tab").Filter(new() { HasTextRegex = StudioWords.Saying(english) }).First.ClickAsync();

    public ILocator Versions => Page.Locator("elsa-workflow-definition-editor .mud-table tbody tr");

    /// <summary>In the history of versions: makes an old version the latest again.</summary>
    public async Task RollBackAsync(int version)
    {
        await Versions.Filter(new() { Has = Page.Locator("td").GetByText($"{version}", new() { Exact = true }) }).Locator(".mud-menu button").ClickAsync();
        await PostedAsync(() => visit.MenuItem("Rollback to this version").ClickAsync(), $"/elsa/api/workflow-definitions/{DefinitionId}/revert/{version}");
    }

    /// <summary>Ticks that the selected trigger starts the workflow.</summary>
    public async Task StartHereAsync()
    {
        await OpenTabAsync("Common");
        await Page.Locator(".mud-checkbox").Filter(new() { HasTextRegex = StudioWords.Saying("Trigger workflow", "Start of workflow") }).Locator("input").CheckAsync();
    }

    private async Task DrawAsync(float fromX, float fromY, float toX, float toY)
    {
        await Page.Mouse.MoveAsync(fromX, fromY);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync((fromX + toX) / 2, (fromY + toY) / 2, new() { Steps = 4 });
        await Page.Mouse.MoveAsync(toX, toY, new() { Steps = 4 });
        await Page.Mouse.UpAsync();
    }

    private ILocator Toolbar(string outline) =>
        Page.Locator("elsa-workflow-definition-editor .mud-toolbar button").Filter(new() { Has = Page.Locator($"path[d^='{outline}']") }).First;

    // The Studio saves by itself as well: an answer counts where what was sent is what the visitor asked for.
    private Task<IResponse> PostedAsync(Func<Task> act, string path, string sent = "") => Page.RunAndWaitForResponseAsync(
        act,
        response => response.Request.Method == "POST" && new Uri(response.Url).AbsolutePath == path && (response.Request.PostData ?? "").Replace(" ", "").Contains(sent, StringComparison.Ordinal),
        new() { Timeout = (float)Visit.Patience.TotalMilliseconds });

    private async Task<IReadOnlyList<string>> NodeIdsAsync() => await Nodes.EvaluateAllAsync<string[]>("nodes => nodes.map(node => node.dataset.cellId)");

    private static async Task<(float X, float Y)> CentreAsync(ILocator place)
    {
        await place.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        var box = await place.BoundingBoxAsync() ?? throw new InvalidOperationException("The port is not drawn.");
        return (box.X + (box.Width / 2), box.Y + (box.Height / 2));
    }
}

/// <summary>An activity as the toolbox offers it, in the visitor's language.</summary>
internal sealed record ToolboxItem(string Type, string Name, string Category, IReadOnlyDictionary<string, string> Inputs);

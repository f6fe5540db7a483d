using Hub.Browser.Tests.Infrastructure;
using Microsoft.Playwright;

namespace Hub.Browser.Tests.Pages;

/// <summary>The Studio's list of workflows.</summary>
internal sealed class DefinitionList(Visit visit)
{
    public ILocator Rows => visit.Page.Locator(".definitions-table tbody tr:has(td[data-label])");

    public ILocator CreateButton => visit.Page.Locator(".definitions-table .mud-button-group-root > button").First;

    public static async Task<DefinitionList> OpenAsync(Visit visit)
    {
        await visit.OpenAsync("/designer/workflows/definitions");
        var list = new DefinitionList(visit);
        await list.Rows.First.WaitForAsync();
        return list;
    }

    public ILocator Row(string text) => Rows.Filter(new() { HasText = text });

    /// <summary>Makes a workflow in the dialog, and comes out in its editor.</summary>
    public async Task<Editor> CreateAsync(string name)
    {
        await CreateButton.ClickAsync();
        var dialog = visit.Page.Locator(".mud-dialog");
        var field = dialog.Locator("input[type=text]").First;
        await field.FillAsync(name);
        await field.BlurAsync();
        await visit.PictureAsync("create-dialog");
        await dialog.Locator(".mud-dialog-actions button").Last.ClickAsync();
        await visit.Page.WaitForURLAsync("**/designer/workflows/definitions/*/edit");
        var editor = new Editor(visit);
        await editor.UntilLoadedAsync();
        return editor;
    }

    public async Task SearchAsync(string text)
    {
        await visit.Page.Locator(".definitions-table .mud-table-toolbar input[type=text]").FillAsync(text);
        await Row(text).First.WaitForAsync();
    }

    /// <summary>Reads files as a visitor who chose them in the menu beside the button.</summary>
    public Task ImportAsync(params IReadOnlyList<string> files) =>
        visit.Page.Locator("#workflow-file-upload-button-wrapper input[type=file]").SetInputFilesAsync(files);

    /// <summary>Ticks rows and exports them; gives where the file was put.</summary>
    public async Task<string> ExportAsync(params IReadOnlyList<string> rows)
    {
        foreach (var row in rows)
        {
            await Row(row).Locator("input[type=checkbox]").CheckAsync();
        }

        await visit.Page.Locator(".definitions-table .mud-table-toolbar .mud-menu button").First.ClickAsync();
        await visit.MenuItem("Export").ClickAsync();
        var confirm = visit.Page.Locator(".mud-dialog-actions button").Last;
        await confirm.WaitForAsync();
        await visit.PictureAsync("export-dialog");
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => confirm.ClickAsync(), new() { Timeout = (float)Visit.Patience.TotalMilliseconds });
        return await download.PathAsync();
    }
}

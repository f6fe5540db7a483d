using System.IO.Compression;
using System.Text.Json;
using Hub.Browser.Tests.Infrastructure;
using Hub.Browser.Tests.Pages;

namespace Hub.Browser.Tests;

/// <summary>A workflow's life after its first publication: changed, rolled back, carried to another hub as files.</summary>
public sealed class VersionTests(DesignerHub designer) : IClassFixture<DesignerHub>
{
    [FactInBrowser]
    public async Task PublishedWorkflow_ChangedAndRolledBack_HasTheFirstVersionAgain()
    {
        await designer.PublishAsync(Samples.Flowchart("versions", "Histoire", Line("one", "un"), Line("two", "deux")));
        await using var visit = await designer.VisitAsync("versions");
        var toolbox = await designer.ToolboxAsync();

        var editor = await Editor.OpenAsync(visit, "versions");
        await editor.DragAsync(toolbox["Elsa.WriteLine"], (300, 300));
        await editor.SaveAsync();
        Assert.Equal((2, 3), await LatestAsync());
        await editor.PublishAsync();
        await editor.OpenTabAsync("Version history");
        await Eventually.CountAsync(editor.Versions, 2);
        await visit.PictureAsync("history");
        await editor.RollBackAsync(1);
        await Eventually.CountAsync(editor.Versions, 3);
        await Eventually.CountAsync(editor.Nodes, 2);
        await visit.PictureAsync("rolled-back");

        Assert.Equal((3, 2), await LatestAsync());
        await visit.AssertCleanAsync();
    }

    [FactInBrowser]
    public async Task Zip_ExportedAndImported_BringsTheSameWorkflows()
    {
        await designer.PublishAsync(Samples.Flowchart("carried-1", "Transport un", Line("a", "un")));
        await designer.PublishAsync(Samples.Flowchart("carried-2", "Transport deux", Line("a", "un"), Line("b", "deux")));
        await using var visit = await designer.VisitAsync("zip");
        var list = await DefinitionList.OpenAsync(visit);

        var zip = await list.ExportAsync("Transport un", "Transport deux");
        await using (var archive = await ZipFile.OpenReadAsync(zip))
        {
            Assert.Equal(2, archive.Entries.Count);
        }

        foreach (var id in new[] { "carried-1", "carried-2" })
        {
            Assert.Equal(204, await designer.DeleteAsync($"/elsa/api/workflow-definitions/{id}"));
        }

        list = await DefinitionList.OpenAsync(visit); // the rows of before would be taken for the imported ones
        await Eventually.CountAsync(list.Row("Transport"), 0);
        var named = Path.ChangeExtension(zip, ".zip"); // the Studio tells files by their names
        File.Copy(zip, named, overwrite: true);
        await list.ImportAsync(named);
        await Eventually.VisibleAsync(list.Row("Transport un"));
        await Eventually.VisibleAsync(list.Row("Transport deux"));
        await visit.PictureAsync("imported");
        Assert.Equal((1, 1), await LatestAsync("carried-1"));
        Assert.Equal((1, 2), await LatestAsync("carried-2"));
        await visit.AssertCleanAsync();
    }

    /// <summary>The latest version's number, and how many activities it has.</summary>
    private async Task<(int Version, int Activities)> LatestAsync(string definitionId = "versions")
    {
        var answer = await designer.Client.GetAsync($"/elsa/api/workflow-definitions/by-definition-id/{definitionId}?versionOptions=Latest");
        Assert.True(answer.Status == 200, $"{definitionId}: {answer.Status} {answer.Body}");
        return (answer.Json.GetProperty("version").GetInt32(), answer.Json.GetProperty("root").GetProperty("activities").GetArrayLength());
    }

    private static System.Text.Json.Nodes.JsonObject Line(string id, string text) => Samples.Activity(id, "Elsa.WriteLine", ("text", "String", "Literal", text));
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Browser.Tests.Infrastructure;
using Hub.Browser.Tests.Pages;

namespace Hub.Browser.Tests;

/// <summary>A definition whose every text tries to break the page that shows it.</summary>
public sealed class NaughtyTests(DesignerHub designer) : IClassFixture<DesignerHub>
{
    private const string Suite = "naughty-strings";

    [FactInBrowser(suite: Suite, isLong: true)]
    public async Task Definition_OfNaughtyStrings_OpensInListEditorAndViewerAndRunsNothing()
    {
        var strings = Strings();
        var activities = strings.Select(Naughty).ToArray();
        var model = (JsonObject)JsonNode.Parse(Samples.Flowchart("naughty", strings[0], activities))!; // it was just written
        model["description"] = string.Join(' ', strings);
        model["variables"] = new JsonArray([.. strings.Take(40).Select((text, index) => new JsonObject { ["id"] = $"v{index}", ["name"] = text, ["typeName"] = "String", ["value"] = text })]);
        model["outcomes"] = new JsonArray([.. strings.Take(20).Select(text => JsonValue.Create(text))]);
        await designer.PublishAsync(model.ToJsonString());
        var instance = await designer.ExecuteAsync("naughty");
        await using var visit = await designer.VisitAsync("naughty");

        var list = await DefinitionList.OpenAsync(visit);
        await Eventually.VisibleAsync(list.Row("naughty"));
        await visit.PictureAsync("list");
        var editor = await Editor.OpenAsync(visit, "naughty");
        await Eventually.CountAsync(editor.Nodes, activities.Length);
        await editor.OpenTabAsync("Variables");
        await visit.PictureAsync("editor");
        var viewer = await InstanceViewer.OpenAsync(visit, instance);
        await Eventually.VisibleAsync(viewer.Badge("n0", "success"));
        await visit.PictureAsync("viewer");

        // What ran would have left a mark in the page, or opened a dialog.
        Assert.Equal("undefined", await visit.Page.EvaluateAsync<string>("() => typeof window.XSS"));
        await visit.AssertCleanAsync();
    }

    private static JsonObject Naughty(string text, int index)
    {
        var activity = Samples.Activity($"n{index}", "Elsa.WriteLine", ("text", "String", "Literal", text));
        activity["name"] = text;
        activity["customProperties"] = new JsonObject { ["note"] = text };
        return activity;
    }

    // Those that hold markup, and a share of the others: a page with all five hundred takes minutes to draw.
    private static string[] Strings()
    {
        var all = JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(Path.Combine(TestData.Folder(Suite), "blns.json")))!; // the fact is skipped without them
        var markup = all.Where(text => text.Contains('<')).ToArray();
        var others = all.Where(text => !text.Contains('<')).ToArray();
        return Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1" ? [.. markup, .. others] : [.. markup.Take(25), .. others.Where((_, index) => index % 15 == 0)];
    }
}

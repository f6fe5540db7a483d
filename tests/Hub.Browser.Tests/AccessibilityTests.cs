using System.Text.Json;
using Hub.Browser.Tests.Infrastructure;
using Hub.Browser.Tests.Pages;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.Browser.Tests;

/// <summary>axe-core on our own pages, and on what is ours around the Studio.</summary>
public sealed class AccessibilityTests(DesignerHub designer) : IClassFixture<DesignerHub>
{
    private static readonly string Axe = Path.Combine(Repository.Root, "tests", "Hub.Browser.Tests", "axe", "node_modules", "axe-core", "axe.min.js");

    [FactInBrowser(tool: "axe")]
    public async Task OwnPages_AxeFindsNothingSerious()
    {
        await using var visit = await designer.VisitAsync("axe");
        var found = new List<string>();
        foreach (var (name, path) in Samples.OwnPages)
        {
            await visit.OpenAsync(path);
            await visit.UntilQuietAsync();
            await visit.PictureAsync(name);
            found.AddRange((await CheckAsync(visit, exclude: null)).Select(line => $"{path}: {line}"));
        }

        // Around the Studio: its own gaps are listed in the accessibility statement.
        await DefinitionList.OpenAsync(visit);
        found.AddRange((await CheckAsync(visit, exclude: "#studio")).Select(line => $"around the Studio: {line}"));

        Assert.True(found.Count == 0, string.Join('\n', found));
        await visit.AssertCleanAsync();
    }

    private static async Task<IReadOnlyList<string>> CheckAsync(Visit visit, string? exclude)
    {
        // Evaluated by the debugger: the page's policy would not take a script that is not ours.
        await visit.Page.EvaluateAsync(await File.ReadAllTextAsync(Axe));
        var report = await visit.Page.EvaluateAsync<JsonElement>("exclude => axe.run(exclude ? { exclude: [[exclude]] } : document, { resultTypes: ['violations'] })", exclude);
        Assert.True(report.GetProperty("passes").GetArrayLength() > 5, "axe has looked at hardly anything.");
        return [.. report.GetProperty("violations").EnumerateArray()
            .Where(violation => violation.GetProperty("impact").GetString() is "serious" or "critical")
            .Select(violation => $"{violation.GetProperty("id").GetString()} ({violation.GetProperty("help").GetString()}): {string.Join(" | ", violation.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("html").GetString()))}")];
    }
}

using Hub.Browser.Tests.Infrastructure;
using Hub.Browser.Tests.Pages;
using Xunit.Abstractions;

namespace Hub.Browser.Tests;

/// <summary>What a visit costs on the network when nothing is in the browser's cache.</summary>
public sealed class SizeTests(DesignerHub designer, ITestOutputHelper output) : IClassFixture<DesignerHub>
{
    private const long FirstEditorScreen = 12_000_000;
    private const long OwnPage = 300_000;

    [FactInBrowser]
    public async Task Editor_Cold_IsAtMostTwelveMegabytes()
    {
        await using var visit = await designer.VisitAsync("size-editor");

        await Editor.OpenAsync(visit, Samples.Canteen);
        await visit.UntilQuietAsync();

        await visit.AssertCleanAsync();
        output.WriteLine($"the editor, cold: {visit.Transferred} bytes");
        Assert.InRange(visit.Transferred, 5_000_000, FirstEditorScreen);
    }

    [FactInBrowser]
    public async Task OwnPages_Cold_AreLight()
    {
        foreach (var (name, path) in Samples.OwnPages)
        {
            await using var visit = await designer.VisitAsync($"size-{name}");
            await visit.OpenAsync(path);
            await visit.UntilQuietAsync();

            await visit.AssertCleanAsync();
            output.WriteLine($"{path}, cold: {visit.Transferred} bytes");
            Assert.True(visit.Transferred is > 0 and <= OwnPage, $"{path}: {visit.Transferred} bytes came, {OwnPage} are allowed");
        }
    }
}

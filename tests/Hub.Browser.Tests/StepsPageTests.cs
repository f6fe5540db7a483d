using System.Text.Json;
using Hub.Browser.Tests.Infrastructure;
using Hub.EndToEnd.Tests.Infrastructure;
using Microsoft.Playwright;

namespace Hub.Browser.Tests;

/// <summary>The accessible twin of the canvas, and the page of a workflow's versions: read, changed and published with the keyboard.</summary>
public sealed class StepsPageTests(DesignerHub designer) : IClassFixture<DesignerHub>
{
    private const string Canteen = $"/designer/workflows/definitions/{Samples.Canteen}/steps";

    private static readonly string Axe = Path.Combine(Repository.Root, "tests", "Hub.Browser.Tests", "axe", "node_modules", "axe-core", "axe.min.js");

    [FactInBrowser]
    public async Task Steps_OfTheShippedProcedure_AreReadInBothLanguagesOnEveryScreen()
    {
        foreach (var language in (string[])["fr", "en"])
        {
            await using var visit = await designer.VisitAsync($"steps-{language}", language: language);
            await OpenAsync(visit, Canteen);
            Assert.Equal(language, await visit.Page.Locator("html").GetAttributeAsync("lang"));
            await Eventually.VisibleAsync(visit.Page.GetByText(language == "fr" ? "Demande à « FranceConnect" : "Asks “FranceConnect").Or(visit.Page.Locator("#step-2")));
            Assert.True(await visit.Page.Locator(".step").CountAsync() > 15);
            await visit.PictureAsync("wide");
            await visit.Page.Locator("[data-edit] summary").Nth(1).ClickAsync();
            await Eventually.VisibleAsync(visit.Page.Locator(".settings"));
            await visit.PictureAsync("edit");
            await AssertAccessibleAsync(visit);

            // 320 px is also a screen of 1280 px at four times the size (WCAG 1.4.10).
            await visit.Page.SetViewportSizeAsync(320, 800);
            await visit.PictureAsync("narrow");
            Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page must not scroll sideways at 320 px.");
            await AssertAccessibleAsync(visit);

            await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });
            Assert.False(await visit.Page.Locator(".top").IsVisibleAsync());
            Assert.False(await visit.Page.Locator("[data-edit]").First.IsVisibleAsync());
            await visit.PictureAsync("print");
            await visit.AssertCleanAsync();
        }
    }

    [FactInBrowser]
    public async Task Steps_WithTheKeyboardAlone_AreChangedAddedMovedRemovedAndPublished()
    {
        const string id = "twin-keyboard";
        await designer.PublishAsync(Samples.Flowchart(id, "Deux lignes", Line("one", "Un"), Line("two", "Deux")));
        await using var visit = await designer.VisitAsync("steps-keyboard");
        await OpenAsync(visit, $"/designer/workflows/definitions/{id}/steps");
        var page = visit.Page;

        // 1. The first stop of the page leads past its head; the first step's editor opens with Enter.
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Aller au contenu", await FocusAsync(page));
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "Modifier l’étape 1");
        await page.Keyboard.PressAsync("Enter");

        // 2. Its name and its text are changed; saving says so, and leads back to the step.
        await TabToAsync(page, "Nom affiché");
        await page.Keyboard.TypeAsync("Saluer");
        await TabToAsync(page, "Text");
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("Bonjour <b>");
        await page.Keyboard.PressAsync("Enter");
        await SaysAsync(page, "Enregistré dans le brouillon, version 2.");
        Assert.StartsWith("1 Saluer", await FocusAsync(page), StringComparison.Ordinal);
        await Eventually.VisibleAsync(page.GetByText("Écrit dans la console « Bonjour <b> »."));
        Assert.Contains("brouillon", await page.Locator("#version").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal("Bonjour <b>", (await ModelAsync(id)).GetProperty("root").GetProperty("activities")[0].GetProperty("text").GetProperty("expression").GetProperty("value").GetString());

        // 3. A step is added after it, in the middle of the chain, and opens for its settings.
        await TabToAsync(page, "Modifier l’étape 1");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "Ajouter une étape après celle-ci");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "Nature de l’étape");
        await page.Locator(".add select").First.SelectOptionAsync("Elsa.Delay");
        await TabToAsync(page, "Ajouter");
        await page.Keyboard.PressAsync("Enter");
        await SaysAsync(page, "ajoutée");
        Assert.Equal(["one", null, "two"], (await OrderAsync(page)).Select(step => step is "one" or "two" ? step : null));
        await Eventually.VisibleAsync(page.GetByText("Attend 1 min."));

        // 4. It is removed again: what led to it leads on. Then both changes are taken back.
        await TabToAsync(page, "Supprimer l’étape 2…");
        await page.Keyboard.PressAsync("Enter");
        await Eventually.VisibleAsync(page.Locator("#confirm"));
        await AssertAccessibleAsync(visit);
        await TabToAsync(page, "Supprimer");
        await page.Keyboard.PressAsync("Enter");
        await SaysAsync(page, "Étape supprimée");
        Assert.Equal(["one", "two"], await OrderAsync(page));
        await page.Locator("#undo").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await SaysAsync(page, "Dernière modification annulée.");
        Assert.Equal(3, (await OrderAsync(page)).Count);

        // 5. It is published; the published version is what the page shows.
        await page.Locator("#publish").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await SaysAsync(page, "La version 2 est publiée");
        Assert.True((await ModelAsync(id)).GetProperty("isPublished").GetBoolean());
        await visit.AssertCleanAsync();
    }

    [FactInBrowser]
    public async Task Steps_ThatTheHubRefusesToSave_SayWhyAndKeepTheReadersWork()
    {
        const string id = "twin-conflict";
        await designer.PublishAsync(Samples.Flowchart(id, "Conflit", Line("one", "Un"), Line("two", "Deux")));
        await using var visit = await designer.VisitAsync("steps-conflict");
        await OpenAsync(visit, $"/designer/workflows/definitions/{id}/steps");
        var page = visit.Page;
        await page.Locator("[data-edit] summary").Nth(1).ClickAsync();
        await page.GetByLabel("Nom affiché").First.FillAsync("Perdu ?");
        await designer.Client.PostAsync("/elsa/api/workflow-definitions", $$"""{"model":{{Samples.Flowchart(id, "Conflit", Line("one", "Autre"))}}}""");

        await page.Locator(".settings button[type=submit]").First.ClickAsync();

        await Eventually.VisibleAsync(page.Locator("#refusal").GetByText("Quelqu’un d’autre a modifié ce workflow"));
        Assert.Equal("Perdu ?", await page.GetByLabel("Nom affiché").First.InputValueAsync());
        await AssertAccessibleAsync(visit);
        await visit.PictureAsync("conflict");
        visit.Expect(fault => fault.Contains("412", StringComparison.Ordinal));
        await visit.AssertCleanAsync();
    }

    [FactInBrowser]
    public async Task Versions_TwoOfThem_AreComparedAndTheEarlierBroughtBack()
    {
        const string id = "twin-versions";
        await designer.PublishAsync(Samples.Flowchart(id, "Versions", Line("one", "Un")));
        await designer.PublishAsync(Samples.Flowchart(id, "Versions", Line("one", "Autre"), Line("two", "Deux")));
        await using var visit = await designer.VisitAsync("versions");
        await visit.OpenAsync($"/designer/workflows/definitions/{id}/versions");
        var page = visit.Page;
        await Eventually.CountAsync(page.Locator("#rows tr"), 2);
        await Eventually.VisibleAsync(page.Locator(".change.added"));
        await visit.PictureAsync("compared");
        await AssertAccessibleAsync(visit);

        await page.GetByRole(AriaRole.Button, new() { Name = "Revenir à la version 1…" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#confirm-yes").FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await SaysAsync(page, "Le contenu de la version 1 est maintenant le brouillon, version 3.");
        await Eventually.CountAsync(page.Locator("#rows tr"), 3);
        Assert.Equal(1, (await ModelAsync(id)).GetProperty("root").GetProperty("activities").GetArrayLength());
        await page.SetViewportSizeAsync(320, 800);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "The page must not scroll sideways at 320 px.");
        await visit.PictureAsync("narrow");
        await visit.AssertCleanAsync();
    }

    [FactInBrowser]
    public async Task Steps_WithoutTheRightToWrite_AreReadOnly()
    {
        await using var visit = await designer.VisitAsync("steps-read-only", await designer.KeyAsync("director"), "en");
        await OpenAsync(visit, Canteen);

        Assert.Equal(0, await visit.Page.Locator("[data-edit], form.add, #publish:visible").CountAsync());
        await Eventually.VisibleAsync(visit.Page.GetByText("You may read this workflow, not change it"));
        await AssertAccessibleAsync(visit);
        await visit.AssertCleanAsync();
    }

    private static System.Text.Json.Nodes.JsonObject Line(string id, string text) => Samples.Activity(id, "Elsa.WriteLine", ("text", "String", "Literal", text));

    private static async Task OpenAsync(Visit visit, string path)
    {
        await visit.OpenAsync(path);
        await Eventually.VisibleAsync(visit.Page.Locator(".step"));
    }

    private static Task SaysAsync(IPage page, string words) => Eventually.VisibleAsync(page.Locator("#status").GetByText(words));

    // What a screen reader would say first of the element that has the focus.
    private static Task<string> FocusAsync(IPage page) => page.EvaluateAsync<string>("""
        () => { const at = document.activeElement; return (at.labels?.[0] ?? at).textContent.trim().replace(/\s+/g, ' '); }
        """);

    private static async Task TabToAsync(IPage page, string label)
    {
        for (var i = 0; i < 80; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if ((await FocusAsync(page)).StartsWith(label, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"Eighty stops of the Tab key did not lead to '{label}'.");
    }

    private static async Task<IReadOnlyList<string>> OrderAsync(IPage page) =>
        await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('[data-node]')].map(step => step.dataset.node.split(':').at(-1))");

    private async Task<JsonElement> ModelAsync(string id) => (await designer.Client.GetAsync($"/elsa/api/workflow-definitions/by-definition-id/{id}?versionOptions=Latest")).Json;

    private static async Task AssertAccessibleAsync(Visit visit)
    {
        if (!File.Exists(Axe))
        {
            throw new InvalidOperationException($"{Axe} is missing: npm ci --prefix tests/Hub.Browser.Tests/axe");
        }

        await visit.Page.EvaluateAsync(await File.ReadAllTextAsync(Axe) + "; undefined");
        var found = await visit.Page.EvaluateAsync<string[]>("""
            async () => (await axe.run(document, { preload: false })).violations.filter(found => ['serious', 'critical'].includes(found.impact)).flatMap(found => found.nodes.map(node => `${found.id}: ${node.html}`))
            """);
        Assert.True(found.Length == 0, string.Join('\n', found));
    }
}

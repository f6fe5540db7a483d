using Hub.Browser.Tests.Infrastructure;
using Microsoft.Playwright;

namespace Hub.Browser.Tests.Pages;

/// <summary>One input of the selected activity in the editor's properties.</summary>
internal sealed class InputField(Visit visit, string label)
{
    // The row that holds the control and, beside it, the choice of the expression's language.
    private ILocator Row => visit.Page.Locator(".mud-form .d-flex.flex-row:has(> .flex-1)")
        .Filter(new() { Has = visit.Page.Locator(".mud-input-label").GetByText(label, new() { Exact = true }) })
        .First;

    public async Task FillAsync(string text)
    {
        var control = Row.Locator("input:not([type=hidden]), textarea").First;
        await visit.UntilSavedAsync(text, async () =>
        {
            await control.FillAsync(text);
            await control.BlurAsync();
        });
    }

    /// <summary>Changes to an expression in a language of the menu and writes it in the code editor.</summary>
    public async Task WriteAsync(string language, string code)
    {
        await Row.Locator(".mud-menu button").First.ClickAsync();
        await visit.Page.Locator(".studio-expression-input-menu-item").GetByText(language, new() { Exact = true }).ClickAsync();
        var editor = Row.Locator(".monaco-editor").First;
        await editor.Locator(".view-lines").ClickAsync();
        // In place of what the value was before. As one insertion, and not one that begins with a bracket: the editor closes
        // brackets and offers completions.
        await visit.Page.Keyboard.PressAsync("Control+A");
        await visit.UntilSavedAsync(code, () => visit.Page.Keyboard.InsertTextAsync(code));
        await Assertions.Expect(editor.Locator(".view-lines")).ToHaveTextAsync(code.Replace(' ', '\u00a0'), new() { Timeout = (float)Visit.Patience.TotalMilliseconds });
    }
}

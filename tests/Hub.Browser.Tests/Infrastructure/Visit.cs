using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Hub.Browser.Tests.Infrastructure;

/// <summary>
/// One visitor's browser window, watched: errors in the console, requests to other hosts, breaches of the page policy, documents
/// without a policy, dialogs and the Studio's red bar. Every page that it opens ends in a picture under the test output.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    /// <summary>How long to wait for anything: the first WebAssembly start takes long where tests run, and a wait that ends early says nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    /// <summary>Where the Studio sends what it saves and publishes.</summary>
    public const string SavePath = "/elsa/api/workflow-definitions";

    private static readonly TimeSpan QuietAfterSaves = TimeSpan.FromSeconds(2);

    private readonly ConcurrentQueue<string> faults = new();
    private readonly ConcurrentQueue<string> documents = new();
    private readonly IBrowserContext context;
    private readonly string pictures;
    private long transferred;
    private int pictureCount;
    private long lastSave;

    private Visit(IBrowserContext context, IPage page, Uri hub, string name)
    {
        this.context = context;
        Page = page;
        Hub = hub;
        pictures = Path.Combine(AppContext.BaseDirectory, "screenshots", name);
        Directory.CreateDirectory(pictures);
    }

    public IPage Page { get; }

    public Uri Hub { get; }

    /// <summary>Bytes that came over the network so far, headers and bodies as they were sent.</summary>
    public long Transferred => Interlocked.Read(ref transferred);

    public static async Task<Visit> StartAsync(IBrowser browser, Uri hub, string name, string key, string language)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = hub.ToString(),
            Locale = language == "en" ? "en-GB" : "fr-FR",
            TimezoneId = "Europe/Paris",
            ViewportSize = new() { Width = 1920, Height = 1080 },
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        context.SetDefaultNavigationTimeout((float)Patience.TotalMilliseconds);
        // A breach is an event; here it becomes an error of the console, which is watched.
        await context.AddInitScriptAsync("document.addEventListener('securitypolicyviolation', breach => console.error(`POLICY ${breach.effectiveDirective} ${breach.blockedURI}`))");
        var page = await context.NewPageAsync();
        var visit = new Visit(context, page, hub, name);
        await visit.WatchAsync();
        await visit.SignInAsync(key, language);
        return visit;
    }

    public async Task OpenAsync(string path)
    {
        var answer = await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        Assert.True(answer is { Ok: true }, $"{path} answered {answer?.Status}");
    }

    /// <summary>An entry of the menu that is open now.</summary>
    /// <param name="english">As the Studio calls it.</param>
    public ILocator MenuItem(string english) => Page.Locator(".mud-popover-open .mud-menu-item").Filter(new() { HasTextRegex = StudioWords.Saying(english) });

    public async Task CloseMenuAsync()
    {
        // Beside it, as visitors do: the Studio hears Escape only once something in the menu has the focus.
        await Page.Mouse.ClickAsync(5, 900);
        await Eventually.CountAsync(Page.Locator(".mud-popover-open .mud-menu-item"), 0);
    }

    /// <summary>What can be seen or heard on the page now and is not French.</summary>
    /// <param name="own">Texts that are the test's own.</param>
    public async Task<IReadOnlyList<string>> UntranslatedAsync(string title, params IReadOnlyList<string> own)
    {
        await PictureAsync(title);
        var found = await Page.EvaluateAsync<JsonElement>("async own => (await import('/designer/overlay/untranslated.mjs')).untranslated({ own })", own.ToArray());
        return [.. found.EnumerateArray().Select(one => $"{title}: {one.GetProperty("kind").GetString()} \"{one.GetProperty("text").GetString()}\" in {one.GetProperty("where").GetString()}")];
    }

    /// <summary>Waits until the Studio has saved, by itself, what a visitor wrote: it takes a text some moments after it was written.</summary>
    /// <param name="text">The whole value of an expression.</param>
    public Task UntilSavedAsync(string text, Func<Task> write) => Page.RunAndWaitForResponseAsync(
        write,
        response => response is { Ok: true, Request: { Method: "POST", PostData: { } sent } }
            && new Uri(response.Url).AbsolutePath == SavePath
            && sent.Contains($"\"value\":{JsonSerializer.Serialize(text)}", StringComparison.Ordinal),
        new() { Timeout = (float)Patience.TotalMilliseconds });

    /// <summary>Waits until the Studio has nothing left to save by itself, which it begins shortly after the last change.</summary>
    public Task UntilSavedAsync()
    {
        var since = Stopwatch.GetTimestamp();
        return Eventually.TrueAsync(() => Stopwatch.GetElapsedTime(Math.Max(since, Volatile.Read(ref lastSave))) > QuietAfterSaves, "the Studio has saved");
    }

    /// <summary>Waits until the page asks for nothing any more.</summary>
    public Task UntilQuietAsync() => Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

    /// <summary>Keeps a picture of what the visitor sees, to be looked at.</summary>
    public Task PictureAsync(string title) =>
        Page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"{Interlocked.Increment(ref pictureCount):00}-{title}.png") });

    /// <summary>Fails where anything was not as it should be since the visit began.</summary>
    public async Task AssertCleanAsync()
    {
        await PictureAsync("last");
        var bar = Page.Locator("#blazor-error-ui");
        Assert.False(await bar.CountAsync() > 0 && await bar.IsVisibleAsync(), "The Studio shows its red bar: it met an error that it does not handle.");
        Assert.NotEmpty(documents);
        Assert.True(faults.IsEmpty, string.Join('\n', faults));
    }

    /// <summary>What the test itself provokes, such as a refusal, is told here and then not counted.</summary>
    public void Expect(Func<string, bool> expected)
    {
        var others = faults.Where(fault => !expected(fault)).ToArray();
        faults.Clear();
        Array.ForEach(others, faults.Enqueue);
    }

    public async ValueTask DisposeAsync()
    {
        // Kept also when the test fails before its end: the picture then tells more than the message.
        if (!Page.IsClosed)
        {
            await PictureAsync("end");
        }

        await context.DisposeAsync();
    }

    private async Task WatchAsync()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                faults.Enqueue($"console: {message.Text} ({message.Location})");
            }
        };
        Page.PageError += (_, error) => faults.Enqueue($"script: {error}");
        Page.Crash += (_, _) => faults.Enqueue("The page crashed.");
        Page.Dialog += (_, dialog) =>
        {
            faults.Enqueue($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        context.Request += (_, request) =>
        {
            var address = new Uri(request.Url);
            if (address.Scheme is not ("data" or "blob") && address.Authority != Hub.Authority)
            {
                faults.Enqueue($"request to another host: {request.Url}");
            }
        };
        context.Request += (_, request) => NoteSave(request);
        context.Response += (_, response) => NoteSave(response.Request);
        context.Response += (_, response) =>
        {
            if (response.Request is { ResourceType: "document", IsNavigationRequest: true })
            {
                documents.Enqueue(response.Url);
                if (response.Status == 200 && !response.Headers.ContainsKey("content-security-policy"))
                {
                    faults.Enqueue($"no page policy: {response.Url}");
                }
            }
        };
        var network = await context.NewCDPSessionAsync(Page);
        network.Event("Network.loadingFinished").OnEvent += (_, told) =>
            Interlocked.Add(ref transferred, (long)(told?.GetProperty("encodedDataLength").GetDouble() ?? 0));
        await network.SendAsync("Network.enable");
    }

    // When it is asked for and when it is answered; that it is finished is not always told.
    private void NoteSave(IRequest request)
    {
        if (request.Method == "POST" && new Uri(request.Url).AbsolutePath == SavePath)
        {
            Volatile.Write(ref lastSave, Stopwatch.GetTimestamp());
        }
    }

    // As a visitor does: the form, and the choice of language that our pages keep.
    private async Task SignInAsync(string key, string language)
    {
        await OpenAsync("/sign-in?return=/console/icon.svg");
        await Page.EvaluateAsync("language => localStorage.setItem('hub-language', language)", language);
        await Page.Locator("#key").FillAsync(key);
        await Page.Locator("button[type=submit]").ClickAsync();

        // Once it is there, not until it is loaded: of a picture that came at once that is sometimes never told.
        await Page.WaitForURLAsync("**/console/icon.svg", new() { WaitUntil = WaitUntilState.Commit });
        Interlocked.Exchange(ref transferred, 0);
    }
}

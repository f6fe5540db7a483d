using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests.Console;

/// <summary>What a browser needs of the console and of the sign-in page, asked for as a browser does.</summary>
[Collection(TownCollection.Name)]
public sealed partial class ConsolePagesTests(Town town) : IDisposable
{
    private const int HeaviestVisit = 300_000;
    private readonly HttpClient browser = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = town.Hub.Http, Timeout = TimeSpan.FromSeconds(30) };

    public void Dispose() => browser.Dispose();

    [Fact]
    public async Task Get_Console_EveryFileIsHereLightAndAllowedByThePolicy()
    {
        using var answer = await browser.GetAsync("/console/");
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        var page = await answer.Content.ReadAsStringAsync();

        var weight = page.Length;
        var waiting = new Queue<string>(References().Matches(page).Select(found => found.Groups["file"].Value));
        var seen = new HashSet<string>();
        while (waiting.TryDequeue(out var file))
        {
            if (seen.Add(file))
            {
                var text = await browser.GetStringAsync("/console/" + file);
                Assert.DoesNotMatch(OtherHosts(), text);
                weight += text.Length;
                Imports().Matches(text).ToList().ForEach(found => waiting.Enqueue(found.Groups["file"].Value));
            }
        }

        Assert.Contains("console.js", seen);
        Assert.Contains("texts.js", seen);
        Assert.Contains("dead-letters.js", seen);
        Assert.InRange(weight, 1, HeaviestVisit);
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch(InlineCode(), page);
    }

    [Fact]
    public async Task Get_SignInAsJson_TellsOnlyWhetherThereIsASession()
    {
        Assert.False(await IsSignedInAsync(cookie: null));

        using var form = new FormUrlEncodedContent([new("key", HubProcess.AdministratorKey), new("return", "/console/#/journeys/42")]);
        using var signedIn = await browser.PostAsync("/sign-in", form);
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie")).Split(';')[0];

        Assert.Equal("/console/#/journeys/42", signedIn.Headers.Location?.ToString());
        Assert.True(await IsSignedInAsync(cookie));
    }

    [Fact]
    public async Task Texts_BothLanguages_HaveTheSameWords()
    {
        var texts = await browser.GetStringAsync("/console/texts.js");
        var french = Words().Matches(Between(texts, "  fr: {", "  en: {")).Select(found => found.Groups["word"].Value).ToArray();
        var english = Words().Matches(Between(texts, "  en: {", "const remembered")).Select(found => found.Groups["word"].Value).ToArray();

        Assert.True(french.Length > 50, $"{french.Length} words were found in texts.js");
        Assert.Equal(french, english);
    }

    // The two things that the page of dead letters does, with the session's cookie alone: from the page itself, and from elsewhere.
    [Theory]
    [InlineData("/api/dead-letters/none/discard", "{}")]
    [InlineData("/api/dead-letters/replay", """{"id":"none"}""")]
    public async Task Post_OnDeadLetters_IsTakenFromThePageOnly(string address, string body)
    {
        using var form = new FormUrlEncodedContent([new("key", HubProcess.AdministratorKey)]);
        using var signedIn = await browser.PostAsync("/sign-in", form);
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie")).Split(';')[0];

        foreach (var (site, expected) in new[] { ("same-origin", HttpStatusCode.NotFound), ("same-site", HttpStatusCode.Forbidden), ("cross-site", HttpStatusCode.Forbidden) })
        {
            using var call = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            call.Headers.Add("Cookie", cookie);
            call.Headers.Add("Sec-Fetch-Site", site);
            using var answer = await browser.SendAsync(call);
            Assert.Equal(expected, answer.StatusCode);
        }
    }

    // Every place and word that the page's scripts reach for by name is there.
    [Fact]
    public async Task Scripts_NamesOfPlacesAndWords_AreInThePageAndTheTexts()
    {
        var page = await browser.GetStringAsync("/console/");
        var texts = await browser.GetStringAsync("/console/texts.js");
        var scripts = string.Join('\n', await Task.WhenAll(
            new[] { "console.js", "dead-letters.js", "health.js", "journey-detail.js", "journey-list.js", "schemas.js" }.Select(file => browser.GetStringAsync("/console/" + file))));

        var places = Places().Matches(scripts).Select(found => found.Groups["id"].Value).Distinct().ToArray();
        var words = SaidWords().Matches(scripts).Concat(WrittenWords().Matches(page)).Select(found => found.Groups["word"].Value).Distinct().ToArray();

        Assert.True(places.Length > 20 && words.Length > 30, $"{places.Length} places and {words.Length} words were found");
        Assert.All(places, id => Assert.Contains($"id=\"{id}\"", page, StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains($" {word}: ", texts, StringComparison.Ordinal));
    }

    // A module that does not parse leaves the whole page empty.
    [FactIfNode]
    public async Task Scripts_Each_IsAModuleThatNodeCanRead()
    {
        var folder = Directory.CreateTempSubdirectory("hub-console-");
        try
        {
            foreach (var script in Directory.GetFiles(Path.Combine(Repository.Root, "hub", "Hub.Server", "wwwroot", "console"), "*.js"))
            {
                var module = Path.Combine(folder.FullName, Path.GetFileNameWithoutExtension(script) + ".mjs");
                File.Copy(script, module);
                using var node = Process.Start(new ProcessStartInfo("node", ["--check", module]) { RedirectStandardError = true })!; // it starts anew
                using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
                var mistakes = await node.StandardError.ReadToEndAsync(deadline.Token);
                await node.WaitForExitAsync(deadline.Token);
                Assert.True(node.ExitCode == 0, mistakes);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<bool> IsSignedInAsync(string? cookie)
    {
        using var question = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        question.Headers.Add("Accept", "application/json");
        if (cookie is not null)
        {
            question.Headers.Add("Cookie", cookie);
        }

        using var answer = await browser.SendAsync(question);
        var only = Assert.Single(JsonElement.Parse(await answer.Content.ReadAsStringAsync()).EnumerateObject());
        Assert.Equal("signedIn", only.Name);
        return only.Value.GetBoolean();
    }

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal);
        var to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= 0 && to > from, $"'{start}' before '{end}' was expected in texts.js");
        return text[(from + start.Length)..to];
    }

    [GeneratedRegex("(?:href|src)=\"(?<file>[a-z-]+\\.[a-z]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex References();

    [GeneratedRegex("byId\\('(?<id>[a-z-]+)'\\)", RegexOptions.NonBacktracking)]
    private static partial Regex Places();

    [GeneratedRegex("\\bt\\('(?<word>[a-zA-Z]+)'\\)", RegexOptions.None, 1000)]
    private static partial Regex SaidWords();

    [GeneratedRegex("data-text=\"(?<word>[a-zA-Z]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex WrittenWords();

    [GeneratedRegex("from '\\./(?<file>[a-z-]+\\.js)'", RegexOptions.NonBacktracking)]
    private static partial Regex Imports();

    // The only address that may stand in the files is the name of the SVG format.
    [GeneratedRegex("https?://(?!www\\.w3\\.org/2000/svg)", RegexOptions.None, 1000)]
    private static partial Regex OtherHosts();

    [GeneratedRegex("<style|<script(?! type=\"module\" src=)| style=| on[a-z]+=", RegexOptions.None, 1000)]
    private static partial Regex InlineCode();

    [GeneratedRegex("(?:^|[{,]) *(?<word>[a-zA-Z]+): ", RegexOptions.Multiline, 1000)]
    private static partial Regex Words();
}

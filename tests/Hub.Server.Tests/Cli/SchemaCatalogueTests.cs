using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.Server.Cli;
using Hub.Server.Cli.Schemas.Catalogue;
using Hub.Server.Tests.Architecture;
using Microsoft.Extensions.Configuration;

namespace Hub.Server.Tests.Cli;

/// <summary>The pages made of the schemas that ship.</summary>
public sealed partial class SchemaCatalogueTests(SchemaCatalogueTests.Written written) : IClassFixture<SchemaCatalogueTests.Written>
{
    [Fact]
    public void RunAsync_SchemasThatShip_GetTwoPagesEachAndAnIndex()
    {
        var schemas = Directory.GetFiles(Path.Combine(Repository.Root, "schemas"), "schema.json", SearchOption.AllDirectories).Length;

        Assert.Equal((0, ""), (written.Exit, written.Error));
        Assert.Equal((schemas + 1) * 2, written.Pages.Count);
        Assert.Contains("index.html", written.Pages.Keys);
    }

    [Fact]
    public void Pages_OfBothLanguages_LinkOnlyToOneAnother()
    {
        foreach (var (name, html) in written.Pages)
        {
            Assert.All(Links().Matches(html).Select(link => link.Groups[1].Value).Where(link => link != "#content"), link => Assert.True(written.Pages.ContainsKey(link), $"{name} links to {link}, which is no page."));
            Assert.DoesNotMatch(Outside(), Code().Replace(html, ""));
        }
    }

    [Fact]
    public void Pages_Policy_NamesTheStyleAndScriptThatTheyHold()
    {
        foreach (var (name, html) in written.Pages)
        {
            var policy = WebUtility.HtmlDecode(Policy().Match(html).Groups[1].Value);
            Assert.Contains($"style-src '{Digest(Between(html, "<style>", "</style>"))}'", policy, StringComparison.Ordinal);
            Assert.Equal(name.StartsWith("index", StringComparison.Ordinal), html.Contains("<script>", StringComparison.Ordinal));
            if (html.Contains("<script>", StringComparison.Ordinal))
            {
                Assert.Contains($"script-src '{Digest(Between(html, "<script>", "</script>"))}'", policy, StringComparison.Ordinal);
            }

            Assert.DoesNotMatch(InlineHandler(), Code().Replace(html, ""));
        }
    }

    [Fact]
    public void Pages_Structure_IsWhatAssistiveToolsNeed()
    {
        var titles = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, html) in written.Pages)
        {
            var language = name.Contains(".en.", StringComparison.Ordinal) ? "en" : "fr";
            Assert.Contains($"<html lang=\"{language}\">", html, StringComparison.Ordinal);
            Assert.Single(Heading().Matches(html));
            Assert.Contains("<main id=\"content\"", html, StringComparison.Ordinal);
            Assert.True(titles.Add(language + Between(html, "<title>", "</title>")), $"The title of {name} is that of another page.");
            Assert.Equal(html.Split("<table>").Length, html.Split("<caption>").Length);
            Assert.Empty(Ids().Matches(html).GroupBy(id => id.Value).Where(same => same.Count() > 1).Select(same => same.Key));
        }
    }

    [Fact]
    public void Page_OfTheCanteen_TellsEveryMemberItsRulesAndItsExamples()
    {
        var page = written.Pages["school.canteen-registration.v1.html"];

        using var schema = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "schemas/school/canteen-registration/v1/schema.json")));
        Assert.All(CatalogueMember.Of(schema.RootElement), member => Assert.Contains($"<code>{member.Path.Replace(".", ".<wbr>", StringComparison.Ordinal)}</code></th>", page, StringComparison.Ordinal));
        Assert.Contains("children[].<wbr>carePlan.<wbr>status", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"address.postal.v1.html\">Adresse postale</a>", page, StringComparison.Ordinal);
        Assert.Contains("<code>UPE2A</code>", page, StringComparison.Ordinal);
        Assert.Contains("<td>santé</td>", page, StringComparison.Ordinal);
        Assert.Contains("quatre erreurs", page, StringComparison.Ordinal);
        Assert.Contains("Employé par", written.Pages["address.postal.v1.html"], StringComparison.Ordinal);
    }

    [Fact]
    public void Page_RulesBetweenMembers_AreSentences()
    {
        Assert.Contains("<li>si <code>certificate</code> vaut <code>marriage</code>, <code>spouse</code> est obligatoire.</li>", written.Pages["civil-status.certificate-request.v1.html"], StringComparison.Ordinal);
        Assert.Contains("<li>In <code>location</code>: where neither <code>latitude</code> nor <code>addressId</code> is given, <code>addressText</code> is required.</li>", written.Pages["public-space.street-report.v1.en.html"], StringComparison.Ordinal);
        Assert.Contains("where <code>successorSiren</code> is given, so is <code>until</code>.", written.Pages["organisation.local-authority.v1.en.html"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_FileThatIsNoSchema_IsLeftOutAndTold()
    {
        var folder = Directory.CreateTempSubdirectory("hub-catalogue-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "schemas", "town", "street", "v1"));
            await File.WriteAllTextAsync(Path.Combine(folder, "schemas", "town", "street", "v1", "schema.json"), """{"$id":"urn:hub:schema:town:square:1.0.0"}""");

            var (exit, output, error) = await RunAsync(Path.Combine(folder, "schemas"), Path.Combine(folder, "out"));

            Assert.Equal(1, exit);
            Assert.Contains("0 schemas", output, StringComparison.Ordinal);
            Assert.Contains("urn:hub:schema:town:street:1.<minor>.<patch>", error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Between(string html, string start, string end)
    {
        var from = html.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return html[from..html.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static string Digest(string content) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string schemas, string folder)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Hub:SCHEMAS", (string?)schemas)]).Build();
        var actions = new HubActions { Serve = (_, _) => Task.FromResult(0) };
        var exit = await HubCommand.RunAsync(["schema", "catalogue", folder], actions, output, error, settings).WaitAsync(TimeSpan.FromSeconds(120));
        return (exit, output.ToString(), error.ToString());
    }

    [GeneratedRegex("href=\"([^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Links();

    [GeneratedRegex("src=|https?://|url\\(|@import", RegexOptions.NonBacktracking)]
    private static partial Regex Outside();

    [GeneratedRegex("<code>[^<]*(<wbr>[^<]*)*</code>", RegexOptions.NonBacktracking)]
    private static partial Regex Code();

    [GeneratedRegex("Content-Security-Policy\" content=\"([^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Policy();

    [GeneratedRegex(" on[a-z]+=\"| style=\"", RegexOptions.NonBacktracking)]
    private static partial Regex InlineHandler();

    [GeneratedRegex("<h1>", RegexOptions.NonBacktracking)]
    private static partial Regex Heading();

    [GeneratedRegex(" id=\"[^\"]*\"", RegexOptions.NonBacktracking)]
    private static partial Regex Ids();

    /// <summary>The catalogue of the repository's own schemas, written once.</summary>
    public sealed class Written : IAsyncLifetime
    {
        private readonly string folder = Directory.CreateTempSubdirectory("hub-catalogue-").FullName;

        public int Exit { get; private set; }

        public string Error { get; private set; } = "";

        public IReadOnlyDictionary<string, string> Pages { get; private set; } = new Dictionary<string, string>();

        public async Task InitializeAsync()
        {
            (Exit, _, Error) = await RunAsync(Path.Combine(Repository.Root, "schemas"), folder);
            Pages = Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllText, StringComparer.Ordinal);
        }

        public Task DisposeAsync()
        {
            Directory.Delete(folder, recursive: true);
            return Task.CompletedTask;
        }
    }
}

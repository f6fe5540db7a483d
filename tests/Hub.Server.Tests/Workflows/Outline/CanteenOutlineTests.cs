using System.Text.RegularExpressions;
using Hub.Server.Security;
using Hub.Server.Security.ApiKeys;
using Hub.Server.Tests.Architecture;
using Hub.Server.Workflows.Outline;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using static Hub.Server.Tests.Workflows.Outline.OutlineReader;

namespace Hub.Server.Tests.Workflows.Outline;

/// <summary>The procedure that ships with the hub, told with the shipped schemas and manifests.</summary>
public sealed partial class CanteenOutlineTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-outline-").FullName;
    private WebApplication app = null!; // set by InitializeAsync, before any test
    private HttpClient client = null!; // the same

    public async Task InitializeAsync()
    {
        var anywhere = new Uri("http://127.0.0.1:0");
        string Shipped(string path) => Path.Combine(Repository.Root, path);
        var options = new HubOptions
        {
            Data = folder, Ledgers = folder, Http = anywhere, Grpc = anywhere, Management = anywhere,
            Schemas = Shipped("schemas"), Connectors = Shipped("connectors"), Procedures = Shipped("designer/procedures"),
        };
        app = HubServer.Build(options, isQuiet: true);
        await HubServer.PrepareAsync(app.Services, options, CancellationToken.None);
        await app.StartAsync();
        var key = await app.Services.GetRequiredService<ApiKeyIssuer>().IssueAsync(new NewApiKey("outline", [Roles.Administrator], ApiKey.EveryTenant), "test", CancellationToken.None);
        client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(120) };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"ApiKey {key.Text}");
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Outline_OfTheShippedProcedure_ReadsAsADataProtectionOfficerNeedsIt()
    {
        var french = await OfAsync(client, "inscription-periscolaire", "fr");
        var english = await OfAsync(client, "inscription-periscolaire");

        Assert.Empty(french.GetProperty("outline").GetProperty("unreachable").EnumerateArray());
        Assert.Equal("request-received", Ids(french.GetProperty("outline"))[0]);
        Assert.StartsWith("Commence quand un usager dépose la démarche « Inscription à la restauration scolaire » (en ligne, au guichet,", Sentence(french, "request-received"), StringComparison.Ordinal);
        Assert.Matches("^Demande à « .*FranceConnect.* » de prouver l'identité de l'usager et attend la réponse, 7 jours au plus\\.$", Sentence(french, "resolve-citizen"));
        Assert.Contains("si c'est refusé → étape", Next(french, "resolve-citizen").Single(text => text.Contains("refusé", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("identity", Categories(Step(french, "resolve-citizen")));
        Same(["contact"], Categories(Step(french, "tell-identity-refused")));
        Assert.Contains("financial", Categories(Step(french, "request-received")));
        Assert.Contains("en cas d'échec → un incident est ouvert", Next(french, "resolve-citizen"));
        Assert.Contains(french.GetProperty("dataCategories").EnumerateArray(), category => category.GetProperty("label").GetString() == "situation financière");
        Assert.Contains(Steps(french).SelectMany(step => step.GetProperty("next").EnumerateArray()), exit => exit.GetProperty("isBack").GetBoolean());
        Assert.Equal(Steps(french).Select(step => step.GetProperty("nodeId").GetString()), Steps(english).Select(step => step.GetProperty("nodeId").GetString()));
        Assert.All(Steps(french).Zip(Steps(english)), pair => Assert.NotEqual(pair.First.GetProperty("sentence").GetString(), pair.Second.GetProperty("sentence").GetString()));
        Assert.All(Steps(french).SelectMany(step => step.GetProperty("next").EnumerateArray()), exit => Assert.DoesNotMatch("^(then|if|otherwise)", exit.GetProperty("text").GetString()));
    }

    [Fact]
    public void Categories_OfTheShippedSchemasAndManifests_AllHaveNames()
    {
        var marked = Directory.EnumerateFiles(Path.Combine(Repository.Root, "schemas"), "schema.json", SearchOption.AllDirectories)
            .SelectMany(file => Mark().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value));
        var declared = Directory.EnumerateFiles(Path.Combine(Repository.Root, "connectors"), "connector.yaml", SearchOption.AllDirectories)
            .SelectMany(file => Declaration().Matches(File.ReadAllText(file)).SelectMany(match => match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));

        Assert.Empty(marked.Concat(declared).Distinct().Except(DataCategories.Codes));
    }

    [GeneratedRegex("\"x-personal-data\": \"([a-z-]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Mark();

    [GeneratedRegex(@"dataCategories: \[([a-z, -]*)\]", RegexOptions.NonBacktracking)]
    private static partial Regex Declaration();
}

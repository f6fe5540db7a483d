using System.Text.Json;
using Hub.Server.Cli;
using Microsoft.Extensions.Configuration;

namespace Hub.Server.Tests.Cli;

public sealed class SchemaCommandTests : IDisposable
{
    private const string Street = """
        {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:hub:schema:town:street:1.0.0",
         "title":"Rue","x-title":{"fr":"Rue","en":"Street"},"description":"Une rue.","x-description":{"fr":"Une rue.","en":"A street."},
         "type":"object","required":["name"],"additionalProperties":false,
         "properties":{"name":{"title":"Nom","x-title":{"fr":"Nom","en":"Name"},"type":"string","minLength":1}}}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("hub-schema-").FullName;

    public SchemaCommandTests()
    {
        Write("schemas/town/street/v1/schema.json", Street);
        Write("schemas/town/street/v1/examples/valid/a.json", """{"name":"rue Haute"}""");
        Write("schemas/town/street/v1/examples/valid/b.json", """{"name":"rue Basse"}""");
        Write("schemas/town/street/v1/examples/invalid/a.json", "{}");
        Write("schemas/town/street/v1/examples/invalid/a.errors.json", """[{"instanceLocation":"","keyword":"required"}]""");
        Write("schemas/town/street/v1/examples/invalid/b.json", """{"name":""}""");
        Write("schemas/town/street/v1/examples/invalid/b.errors.json", """[{"instanceLocation":"/name","keyword":"minLength"}]""");
        Write("minor.json", Street.Replace(":1.0.0", ":1.1.0", StringComparison.Ordinal).Replace("\"properties\":{", "\"properties\":{\"code\":{\"type\":\"string\"},", StringComparison.Ordinal));
        Write("wrong.json", Street.Replace(":1.0.0", ":1.0.1", StringComparison.Ordinal).Replace("\"minLength\":1", "\"minLength\":3", StringComparison.Ordinal));
        Write("words.json", Street.Replace(":1.0.0", ":1.0.1", StringComparison.Ordinal).Replace("A street.", "Any street.", StringComparison.Ordinal));
        Write("torn.json", "{\"a\":");
        Write("remote.json", """{"$ref":"https://example.org/schema.json"}""");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("town.street@1.0.0", "minor.json", "backward", 0)]
    [InlineData("town.street", "minor.json", "forward", 1)]
    [InlineData("urn:hub:schema:town:street:1.0.0", "minor.json", "full", 1)]
    [InlineData("town.street", "wrong.json", "backward", 1)]
    [InlineData("town.street", "wrong.json", "forward", 0)]
    [InlineData("town.street", "words.json", "full", 0)]
    [InlineData("town.street@9.0.0", "minor.json", "backward", 2)]
    [InlineData("town.street", "missing.json", "backward", 2)]
    [InlineData("town.street", "torn.json", "backward", 2)]
    [InlineData("remote.json", "minor.json", "backward", 2)]
    [InlineData("town.street", "minor.json", "sideways", 2)]
    public async Task Diff_TwoVersions_GiveTheExitCode(string older, string newer, string mode, int expected)
    {
        var (exit, output, error) = await RunAsync("diff", Path(older), Path(newer), "--mode", mode);

        Assert.True(exit == expected, output + error);
        Assert.Equal(exit == 2, error.Length > 0);
    }

    [Fact]
    public async Task Diff_BreakingChangeUnderASmallNumber_SaysWhereWhyAndWhichNumber()
    {
        var (exit, output, _) = await RunAsync("diff", "town.street", Path("wrong.json"), "--json");
        using var document = JsonDocument.Parse(output);
        var root = document.RootElement;
        var change = Assert.Single(root.GetProperty("changes").EnumerateArray());

        Assert.Equal(1, exit);
        Assert.Equal(("breaking", "compatible", "major", false), (Text(root, "backward"), Text(root, "forward"), Text(root, "step"), root.GetProperty("obeyed").GetBoolean()));
        Assert.Contains("number it 2.0.0", Text(root, "sentence"), StringComparison.Ordinal);
        Assert.Equal(("/name", "minLength"), (Text(change, "instancePath"), Text(change, "keyword")));
        Assert.True(change.GetProperty("witness").GetProperty("name").GetString() is { Length: 1 or 2 });
        Assert.NotEmpty(Text(change.GetProperty("message"), "fr"));
    }

    [Fact]
    public async Task Diff_RightNumber_SaysSo()
    {
        var (_, output, _) = await RunAsync("diff", "town.street", Path("minor.json"));

        Assert.Contains("1.0.0 -> 1.1.0 is right", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lint_SchemaThatKeepsTheRules_FindsNothingButAdvice()
    {
        var (exit, output, error) = await RunAsync("lint", Path("schemas"));
        var (strict, _, _) = await RunAsync("lint", "--strict", Path("schemas"));

        Assert.True(exit == 0, output + error);
        Assert.Contains("1 schemas, 0 errors, 1 pieces of advice", output, StringComparison.Ordinal);
        Assert.Equal(1, strict);
    }

    [Theory]
    [InlineData("\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",", "", "dialect", "/$schema")]
    [InlineData(":town:street:1.0.0", ":town:street:2.0.0", "place", "/$id")]
    [InlineData("urn:hub:schema:town", "https://example.org", "id", "/$id")]
    [InlineData("\"en\":\"Street\"", "\"en\":\"\"", "translation", "/title")]
    [InlineData("{\"fr\":\"Rue\"", "{\"fr\":\"Voie\"", "translation", "/x-title/fr")]
    [InlineData("\"title\":\"Nom\",\"x-title\":{\"fr\":\"Nom\",\"en\":\"Name\"},", "", "title", "/properties/name")]
    [InlineData("\"properties\":{", "\"properties\":{\"email\":{\"title\":\"C\",\"x-title\":{\"fr\":\"C\",\"en\":\"E\"}},", "personal-data", "/properties/email")]
    [InlineData("\"minLength\":1", "\"minLength\":1,\"x-personal-data\":\"gossip\"", "personal-data", "/properties/name/x-personal-data")]
    [InlineData(",\"additionalProperties\":false", "", "open", "")]
    [InlineData("\"minLength\":1", "\"minLength\":1,\"format\":\"zip-code\"", "format", "/properties/name/format")]
    [InlineData("\"minLength\":1", "\"minLength\":1,\"pattern\":\"(?=.*a).*b\"", "pattern", "/properties/name/pattern")]
    [InlineData("\"type\":\"string\"", "\"$ref\":\"https://example.org/name\"", "reference", "/properties/name/$ref")]
    [InlineData("\"type\":\"string\"", "\"type\":\"strings\"", "schema", "/properties/name/type")]
    [InlineData("\"minLength\":1", "\"minLength\":10", "example", "/name")]
    [InlineData("\"minLength\":1", "\"minLength\":0", "example", "")]
    [InlineData("\"required\":[\"name\"],", "", "example", "")]
    public async Task Lint_RuleBroken_NamesItAndItsPlace(string written, string instead, string rule, string pointer)
    {
        Write("schemas/town/street/v1/schema.json", Street.Replace(written, instead, StringComparison.Ordinal));

        var (exit, output, error) = await RunAsync("lint", "--json", Path("schemas/town/street/v1/schema.json"));
        using var document = JsonDocument.Parse(output);
        var remarks = document.RootElement.GetProperty("remarks").EnumerateArray().Where(remark => Text(remark, "severity") == "error").ToList();

        Assert.True(exit == 1, output + error);
        Assert.Contains(remarks, remark => Text(remark, "rule") == rule && Text(remark, "pointer") == pointer);
        Assert.All(remarks, remark => Assert.True(Text(remark.GetProperty("message"), "fr").Length > 0 && Text(remark.GetProperty("message"), "en").Length > 0));
    }

    [Fact]
    public async Task Lint_TooFewExamples_IsAnError()
    {
        Directory.Delete(Path("schemas/town/street/v1/examples/invalid"), recursive: true);

        var (exit, output, _) = await RunAsync("lint", Path("schemas"));

        Assert.Equal(1, exit);
        Assert.Contains("error examples", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", 2)]
    [InlineData("torn.json", 1)]
    public async Task Lint_FileThatIsNoSchema_GivesTheExitCode(string file, int expected)
    {
        var (exit, _, _) = await RunAsync("lint", Path(file));

        Assert.Equal(expected, exit);
    }

    /// <summary>The hub's own schemas break no rule.</summary>
    [Fact]
    public async Task Lint_SharedSchemas_HaveNoError()
    {
        var (exit, output, error) = await RunAsync("lint", RepositoryFolder("schemas"));

        Assert.True(exit == 0, output + error);
    }

    private static string RepositoryFolder(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "Hub.sln")))
            {
                return System.IO.Path.Combine(at.FullName, name);
            }
        }

        throw new DirectoryNotFoundException("No folder above the tests holds Hub.sln.");
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString() ?? "";

    private void Write(string name, string content)
    {
        var path = System.IO.Path.Combine(folder, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path) ?? folder);
        File.WriteAllText(path, content);
    }

    /// <summary>A file or folder of this test; identifiers stay as they are.</summary>
    private string Path(string name) => name.EndsWith(".json", StringComparison.Ordinal) || name.StartsWith("schemas", StringComparison.Ordinal) ? System.IO.Path.Combine(folder, name) : name;

    private async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Hub:SCHEMAS", (string?)System.IO.Path.Combine(folder, "schemas"))]).Build();
        var actions = new HubActions { Serve = (_, _) => Task.FromResult(0) };
        var exit = await HubCommand.RunAsync(["schema", .. arguments], actions, output, error, settings).WaitAsync(TimeSpan.FromSeconds(60));
        return (exit, output.ToString(), error.ToString());
    }
}

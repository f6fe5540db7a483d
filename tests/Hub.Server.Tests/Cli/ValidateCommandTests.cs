using System.Text.Json;
using Hub.Server.Cli;
using Microsoft.Extensions.Configuration;

namespace Hub.Server.Tests.Cli;

public sealed class ValidateCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-validate-").FullName;

    public ValidateCommandTests()
    {
        Write("schemas/town/street/v1/schema.json", """{"$id":"urn:hub:schema:town:street:1.0.0","type":"object","required":["name"],"properties":{"name":{"type":"string"}}}""");
        Write("schemas/town/street/v10/schema.json", """{"$id":"urn:hub:schema:town:street:10.0.0","type":"object","required":["label"]}""");
        Write("schemas/town/address/v1/schema.json", """{"$id":"urn:hub:schema:town:address:1.0.0","properties":{"street":{"$ref":"urn:hub:schema:town:street:1.0.0"}}}""");
        Write("schemas/town/broken/v1/schema.json", """{"$id":"urn:hub:schema:town:broken:1.0.0","type":12}""");
        Write("own.json", """{"type":"integer"}""");
        Write("draft4.json", """{"type":"integer","minimum":3,"exclusiveMinimum":true}""");
        Write("three.json", "3");
        Write("text.json", "\"Jeanne Dupont\"");
        Write("torn.json", "{\"a\":");
        Write("street.json", """{"name":"rue Haute"}""");
        Write("address.json", """{"street":{"name":7}}""");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("own.json", "three.json", 0)]
    [InlineData("own.json", "text.json", 1)]
    [InlineData("own.json", "torn.json", 1)]
    [InlineData("own.json", "missing.json", 2)]
    [InlineData("missing-schema", "three.json", 2)]
    [InlineData("urn:hub:schema:town:street:1.0.0", "street.json", 0)]
    [InlineData("town.street", "street.json", 1)]
    [InlineData("town.address", "address.json", 1)]
    [InlineData("town.broken", "street.json", 2)]
    [InlineData("torn.json", "three.json", 2)]
    public async Task RunAsync_SchemaAndDocument_GiveTheExitCode(string schema, string document, int expected)
    {
        var (exit, output, error) = await RunAsync("--schema", Path(schema), Path(document));

        Assert.True(exit == expected, output + error);
        Assert.DoesNotContain("Dupont", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Dialect_DecidesWhatKeywordsMean()
    {
        var later = await RunAsync("--schema", Path("draft4.json"), Path("three.json"));
        var draft4 = await RunAsync("--schema", Path("draft4.json"), "--dialect", "http://json-schema.org/draft-04/schema", Path("three.json"));

        Assert.Equal((2, 1), (later.Exit, draft4.Exit));
    }

    [Fact]
    public async Task RunAsync_Json_TellsEveryPlaceInBothLanguages()
    {
        var (exit, output, _) = await RunAsync("--json", "--schema", "town.address", Path("address.json"), Path("street.json"));
        using var document = JsonDocument.Parse(output);
        var error = document.RootElement[0].GetProperty("errors")[0];

        Assert.Equal(1, exit);
        Assert.False(document.RootElement[0].GetProperty("valid").GetBoolean());
        Assert.True(document.RootElement[1].GetProperty("valid").GetBoolean());
        Assert.Equal("/street/name", error.GetProperty("instanceLocation").GetString());
        Assert.NotEmpty(error.GetProperty("error").GetProperty("fr").GetString() ?? "");
        Assert.NotEmpty(error.GetProperty("error").GetProperty("en").GetString() ?? "");
    }

    private void Write(string name, string content)
    {
        var path = Path(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path) ?? folder);
        File.WriteAllText(path, content);
    }

    /// <summary>The file's full path where there is (to be) one; identifiers stay as they are.</summary>
    private string Path(string name) => name.EndsWith(".json", StringComparison.Ordinal) ? System.IO.Path.Combine(folder, name) : name;

    private async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Hub:SCHEMAS", (string?)System.IO.Path.Combine(folder, "schemas"))]).Build();
        var actions = new HubActions { Serve = (_, _) => Task.FromResult(0) };
        var exit = await HubCommand.RunAsync(["validate", .. arguments], actions, output, error, settings).WaitAsync(TimeSpan.FromSeconds(30));
        return (exit, output.ToString(), error.ToString());
    }
}

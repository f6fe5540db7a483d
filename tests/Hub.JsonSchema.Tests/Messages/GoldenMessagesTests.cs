using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.JsonSchema.Tests.Messages;

/// <summary>
/// Every sentence, in both languages, as <c>golden.json</c> has it. To write it anew after a wanted change: run with
/// <c>HUB_UPDATE_GOLDEN=1</c>, and read the difference.
/// </summary>
public sealed class GoldenMessagesTests
{
    private static readonly string Folder = Repository.Folder("tests/Hub.JsonSchema.Tests/Messages");
    private static readonly SchemaOptions Options = new() { AssertFormats = true };
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Validate_CasesOfTheFile_SayWhatTheGoldenFileSays()
    {
        var golden = Path.Combine(Folder, "golden.json");

        var written = Write();

        if (Environment.GetEnvironmentVariable("HUB_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(golden, written);
        }

        Assert.Equal(File.ReadAllText(golden), written);
    }

    /// <summary>What the document says is marked; no message, in either language, may repeat it.</summary>
    [Theory]
    [InlineData("""{"type":"integer"}""")]
    [InlineData("""{"enum":["a",1]}""")]
    [InlineData("""{"const":"b"}""")]
    [InlineData("""{"minLength":100}""")]
    [InlineData("""{"maxLength":3}""")]
    [InlineData("""{"pattern":"^[a-z]$"}""")]
    [InlineData("""{"format":"email"}""")]
    [InlineData("""{"format":"date"}""")]
    [InlineData("""{"anyOf":[{"type":"null"},{"maxLength":2}]}""")]
    [InlineData("""{"oneOf":[{"type":"null"},{"const":7}]}""")]
    [InlineData("""{"not":{"type":"string"}}""")]
    public void Validate_PersonalValue_IsNeverRepeated(string schema)
    {
        const string Value = "MARQUEUR-Jean-Dupont-1980";
        var validator = new SchemaRegistry().Compile(System.Text.Encoding.UTF8.GetBytes(schema), Options);

        var result = validator.Validate(JsonSerializer.SerializeToUtf8Bytes(Value), OutputFormat.Detailed);

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            result.WriteTo(writer);
        }

        Assert.NotEmpty(result.Errors);
        Assert.All(result.Errors, error => Assert.DoesNotContain("MARQUEUR", error.Message.Fr + error.Message.En, StringComparison.Ordinal));
        Assert.DoesNotContain("MARQUEUR", System.Text.Encoding.UTF8.GetString(buffer.ToArray()), StringComparison.Ordinal);
    }

    private static string Write()
    {
        var output = new JsonArray();
        using var cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "cases.json")));
        foreach (var one in cases.RootElement.EnumerateArray())
        {
            var result = new SchemaRegistry().Compile(one.GetProperty("schema"), Options).Validate(one.GetProperty("document"));
            output.Add(new JsonObject
            {
                ["schema"] = JsonNode.Parse(one.GetProperty("schema").GetRawText()),
                ["document"] = JsonNode.Parse(one.GetProperty("document").GetRawText()),
                ["errors"] = new JsonArray([.. result.Errors.Select(error => new JsonObject
                {
                    ["instanceLocation"] = error.InstanceLocation,
                    ["keywordLocation"] = error.KeywordLocation,
                    ["absoluteKeywordLocation"] = error.AbsoluteKeywordLocation,
                    ["keyword"] = error.Keyword,
                    ["fr"] = error.Message.Fr,
                    ["en"] = error.Message.En,
                })]),
            });
        }

        return output.ToJsonString(Layout) + "\n";
    }
}

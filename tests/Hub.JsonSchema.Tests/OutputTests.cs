using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hub.JsonSchema.Tests;

/// <summary>The output formats of JSON Schema Core 2020-12, section 12, and annotations.</summary>
public sealed class OutputTests
{
    // The example of section 12.4 of the standard.
    private const string Polygon = """
        {
          "$id": "https://example.com/polygon",
          "$defs": {
            "point": { "type": "object", "properties": { "x": { "type": "number" }, "y": { "type": "number" } }, "additionalProperties": false, "required": ["x", "y"] }
          },
          "type": "array", "items": { "$ref": "#/$defs/point" }, "minItems": 3
        }
        """;

    private const string Points = """[{ "x": 2.5, "y": 1.3 }, { "x": 1, "z": 6.7 }]""";

    [Fact]
    public void Validate_Flag_TellsOnlyTheVerdict()
    {
        var output = Write(Polygon, Points, OutputFormat.Flag);

        Assert.Equal("""{"valid":false}""", output.ToJsonString());
    }

    [Fact]
    public void Validate_Basic_ListsErrorsWithTheirThreeLocations()
    {
        var output = Write(Polygon, Points, OutputFormat.Basic);

        Assert.Equal(
            [
                "/1 | /items/$ref/required | https://example.com/polygon#/$defs/point/required",
                "/1/z | /items/$ref/additionalProperties | https://example.com/polygon#/$defs/point/additionalProperties",
                " | /minItems | https://example.com/polygon#/minItems",
            ],
            (output["errors"]?.AsArray() ?? []).Select(Locations).OrderByDescending(line => line.Length > 0 ? line[0] : ' ').ThenBy(line => line.Length));
    }

    [Fact]
    public void Validate_Detailed_HangsErrorsUnderTheirKeyword()
    {
        var output = Write(Polygon, Points, OutputFormat.Detailed);

        var errors = output["errors"]?.AsArray() ?? [];
        var reference = Assert.Single(errors, error => error?["keywordLocation"]?.GetValue<string>() == "/items/$ref");
        Assert.Contains(errors, error => error?["keywordLocation"]?.GetValue<string>() == "/minItems");
        Assert.Equal(2, reference?["errors"]?.AsArray().Count);
    }

    [Fact]
    public void Validate_BranchThatAgrees_LeavesNoErrorOfTheOthers()
    {
        var validator = Compile("""{"anyOf":[{"type":"string"},{"minimum":5}],"maximum":1}""");

        Assert.Equal("maximum", Assert.Single(validator.Validate("7"u8.ToArray()).Errors).Keyword);
    }

    [Fact]
    public void Validate_Annotations_AreThoseOfTheBranchesThatAgree()
    {
        var options = new SchemaOptions { CollectAnnotations = true };
        var validator = Compile("""{"title":"T","properties":{"a":{"anyOf":[{"type":"string","title":"text"},{"type":"number","title":"number","x-unit":"cents"}]}}}""", options);

        var annotations = validator.Validate("""{"a":1}"""u8.ToArray()).Annotations;

        Assert.Equal(
            [" title T", "/a title number", "/a x-unit cents"],
            annotations.Select(annotation => $"{annotation.InstanceLocation} {annotation.Keyword} {annotation.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Validate_NamesWithSlashesAndEscapes_AreWrittenAsPointers()
    {
        var validator = Compile("""{"additionalProperties":{"type":"string"}}""");

        var error = Assert.Single(validator.Validate("""{"a/b~\u00e9":1}"""u8.ToArray()).Errors);

        Assert.Equal("/a~1b~0é", error.InstanceLocation);
    }

    private static JsonNode Write(string schema, string document, OutputFormat format)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Compile(schema).Validate(Encoding.UTF8.GetBytes(document), format).WriteTo(writer);
        }

        return JsonNode.Parse(buffer.ToArray()) ?? throw new InvalidOperationException("The output is empty.");
    }

    private static string Locations(JsonNode? error) => $"{error?["instanceLocation"]} | {error?["keywordLocation"]} | {error?["absoluteKeywordLocation"]}";

    private static JsonSchemaValidator Compile(string schema, SchemaOptions? options = null) => new SchemaRegistry().Compile(Encoding.UTF8.GetBytes(schema), options);
}

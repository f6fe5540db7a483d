using System.Text;
using System.Text.Json;

namespace Hub.JsonSchema.Tests;

public sealed class SchemaRegistryTests
{
    [Theory]
    [InlineData("""{"type":"strin"}""", "/type")]
    [InlineData("""{"properties":{"a":{"minLength":-1}}}""", "/properties/a/minLength")]
    [InlineData("""{"properties":{"a":{"required":["x","x"]}}}""", "/properties/a/required")]
    [InlineData("""{"properties":{"a":{"$ref":"#/$defs/none"}}}""", "/properties/a/$ref")]
    [InlineData("""{"items":{"$ref":"https://elsewhere.example/schema"}}""", "/items/$ref")]
    [InlineData("""{"$schema":"https://example.org/unheard-of"}""", "/$schema")]
    [InlineData("""{"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"x"}}}""", "/$defs/b/$anchor")]
    [InlineData("""{"$defs":{"a":{"$id":"urn:x"},"b":{"$id":"urn:x"}}}""", "/$defs/b")]
    [InlineData("""{"properties":{"a":1}}""", "/properties/a")]
    [InlineData("""[]""", "")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-04/schema#","exclusiveMinimum":3}""", "/exclusiveMinimum")]
    public void Compile_SchemaThatCannotBeUsed_TellsWhereAndWhy(string schema, string pointer)
    {
        var failure = Assert.Throws<SchemaException>(() => new SchemaRegistry().Compile(Encoding.UTF8.GetBytes(schema)));

        Assert.Equal(pointer, failure.Pointer);
        Assert.NotEmpty(failure.Reason.Fr);
        Assert.NotEqual(failure.Reason.Fr, failure.Reason.En);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("{\"type\":\"string\",}")]
    public void Compile_NotJson_IsRefused(string schema) =>
        Assert.IsType<JsonException>(Assert.Throws<SchemaException>(() => new SchemaRegistry().Compile(Encoding.UTF8.GetBytes(schema))).InnerException, exactMatch: false);

    [Fact]
    public void Compile_ReferenceToTheRegistry_UsesIt()
    {
        var registry = new SchemaRegistry();
        registry.Add("", """{"$id":"urn:test:name","type":"string","$defs":{"short":{"$anchor":"short","maxLength":3}}}"""u8.ToArray());

        var validator = registry.Compile("""{"properties":{"a":{"$ref":"urn:test:name"},"b":{"$ref":"urn:test:name#short"}}}"""u8.ToArray());

        Assert.True(validator.IsValid("""{"a":"long enough","b":"abc"}"""u8));
        Assert.False(validator.IsValid("""{"a":1}"""u8));
        Assert.False(validator.IsValid("""{"b":"abcd"}"""u8));
        Assert.False(registry.Compile("urn:test:name#/$defs/short").IsValid("\"abcd\""u8));
    }

    [Fact]
    public void Add_IdentifierAlreadyTaken_IsRefusedAndChangesNothing()
    {
        var registry = new SchemaRegistry();
        registry.Add("urn:test:a", """{"type":"string"}"""u8.ToArray());

        Assert.Throws<SchemaException>(() => registry.Add("urn:test:b", """{"$id":"urn:test:a"}"""u8.ToArray()));

        Assert.False(registry.Contains("urn:test:b"));
        Assert.False(registry.Compile("urn:test:a").IsValid("1"u8));
    }

    [Fact]
    public void Add_WithoutAnyIdentifier_IsRefused() =>
        Assert.Throws<SchemaException>(() => new SchemaRegistry().Add("", "{}"u8.ToArray()));

    [Fact]
    public void Add_BuiltInMetaSchemaAgain_IsRefused() =>
        Assert.Throws<SchemaException>(() => new SchemaRegistry().Add(SchemaDialects.Draft202012, "{}"u8.ToArray()));

    [Fact]
    public void Compile_UnknownUri_IsRefused() =>
        Assert.Contains("urn:test:none", Assert.Throws<SchemaException>(() => new SchemaRegistry().Compile("urn:test:none")).Reason.En, StringComparison.Ordinal);

    [Theory]
    [InlineData(SchemaDialects.Draft202012)]
    [InlineData(SchemaDialects.Draft201909)]
    [InlineData(SchemaDialects.Draft7)]
    [InlineData(SchemaDialects.Draft6)]
    [InlineData(SchemaDialects.Draft4)]
    public void Compile_MetaSchema_AcceptsItself(string dialect)
    {
        var registry = new SchemaRegistry();
        var validator = registry.Compile(dialect, new SchemaOptions { AssertFormats = true });

        Assert.False(validator.IsValid("""{"type":"unheard-of"}"""u8));
        Assert.True(validator.IsValid("""{"type":["string","null"],"properties":{"a":{"maxLength":3}}}"""u8));
    }

    [Fact]
    public void Compile_FormatOfOnesOwn_IsAsserted()
    {
        var options = new SchemaOptions { AssertFormats = true, Formats = new Dictionary<string, FormatCheck> { ["siren"] = text => text.Length == 9 } };
        var validator = new SchemaRegistry().Compile("""{"format":"siren"}"""u8.ToArray(), options);

        Assert.True(validator.IsValid("\"123456789\""u8));
        Assert.Equal("format", Assert.Single(validator.Validate("\"1\""u8.ToArray()).Errors).Keyword);
    }

    [Fact]
    public async Task IsValid_ManyThreadsAtOnce_AgreeOnTheVerdict()
    {
        var registry = new SchemaRegistry();
        var validator = registry.Compile("""{"items":{"type":"object","properties":{"é":{"minLength":2}},"unevaluatedProperties":false},"uniqueItems":true}"""u8.ToArray());
        var valid = """[{"é":"ab"},{"\u00e9":"cd"},{}]"""u8.ToArray();
        var invalid = """[{"é":"ab"},{"\u00e9":"c"},{"x":1}]"""u8.ToArray();

        var runs = Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 2000).All(i => validator.IsValid(valid) && validator.Validate(invalid).Errors.Count == 2)));

        Assert.All(await Task.WhenAll(runs).WaitAsync(TimeSpan.FromSeconds(60)), Assert.True);
    }
}

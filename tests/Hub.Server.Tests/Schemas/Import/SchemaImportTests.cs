using System.Text;
using System.Text.Json;
using Hub.JsonSchema;
using Hub.Server.Schemas;
using Hub.Server.Schemas.Import;

namespace Hub.Server.Tests.Schemas.Import;

public sealed class SchemaImportTests
{
    private const string OpenApi30 = """
        openapi: 3.0.3
        info: { title: Pets, version: 1.2.0 }
        paths: {}
        components:
          schemas:
            Animal:
              type: object
              required: [kind, name]
              properties:
                kind: { type: string }
                name: { type: string, nullable: true, example: Rex }
                weight: { type: number, minimum: 0, exclusiveMinimum: true }
                keeper: { $ref: '#/components/schemas/KeeperRecord' }
              discriminator: { propertyName: kind, mapping: { dog: '#/components/schemas/Dog' } }
            Dog:
              allOf:
                - $ref: '#/components/schemas/Animal'
                - type: object
                  properties: { barks: { type: boolean } }
            KeeperRecord:
              type: object
              properties: { since: { type: string, format: date }, boss: { $ref: '#/components/schemas/KeeperRecord' } }
            Pet:
              oneOf: [ { $ref: '#/components/schemas/Dog' }, { $ref: '#/components/schemas/Cat' } ]
              discriminator: { propertyName: kind, mapping: { dog: Dog } }
            Cat:
              type: object
              required: [kind]
              properties: { kind: { type: string }, colour: { type: string, nullable: true, enum: [black, white] } }
        """;

    [Theory]
    [InlineData("animal", """{"kind":"dog","name":null,"weight":0.1}""", true)]
    [InlineData("animal", """{"kind":"dog","name":"Rex","weight":0}""", false)] // exclusiveMinimum: true
    [InlineData("animal", """{"kind":"fish","name":"Rex"}""", false)] // not one of the discriminator's names
    [InlineData("animal", """{"kind":"dog","name":"Rex","keeper":{"since":"2026-13-01"}}""", false)] // through the reference
    [InlineData("animal", """{"kind":"dog","name":"Rex","keeper":{"boss":{"since":"2026-12-01"}}}""", true)]
    [InlineData("pet", """{"kind":"dog","name":"Rex","barks":true}""", true)]
    [InlineData("pet", """{"kind":"Cat","colour":null}""", true)] // the name implied by the component's own
    [InlineData("pet", """{"kind":"Cat","colour":"red"}""", false)]
    [InlineData("pet", """{"colour":"black"}""", false)] // the discriminator's property is required
    public void Read_OpenApi30_MeansTheSameAsJsonSchema(string name, string document, bool isValid)
    {
        var validator = Compile(SchemaImport.Read(Encoding.UTF8.GetBytes(OpenApi30), new ImportSettings("zoo", null, null)), $"urn:hub:schema:zoo:{name}:1.2.0");

        Assert.Equal(isValid, validator.IsValid(Encoding.UTF8.GetBytes(document)));
    }

    [Fact]
    public void Read_OpenApi30_KeepsExamplesAndNamesEachComponent()
    {
        var made = SchemaImport.Read(Encoding.UTF8.GetBytes(OpenApi30), new ImportSettings("zoo", null, "2.0.0"));

        Assert.Equal(["zoo.animal 2.0.0 /components/schemas/Animal", "zoo.dog 2.0.0 /components/schemas/Dog", "zoo.keeper-record 2.0.0 /components/schemas/KeeperRecord", "zoo.pet 2.0.0 /components/schemas/Pet", "zoo.cat 2.0.0 /components/schemas/Cat"],
            made.Select(one => $"{one.Schema.Id} {one.Schema.Version} {one.Source}"));
        var animal = JsonElement.Parse(made[0].Schema.Json.Span);
        Assert.Equal("Rex", animal.GetProperty("properties").GetProperty("name").GetProperty("examples")[0].GetString());
        Assert.DoesNotContain("nullable", Encoding.UTF8.GetString(made[0].Schema.Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OpenApi31_IsTakenAsJsonSchema()
    {
        const string description = """
            {"openapi":"3.1.0","info":{"title":"t","version":"v1"},"components":{"schemas":{
              "Line":{"type":["object","null"],"properties":{"n":{"type":"integer","exclusiveMinimum":0},"next":{"$ref":"#/components/schemas/Line"}},"unevaluatedProperties":false}}}}
            """;
        var validator = Compile(SchemaImport.Read(Encoding.UTF8.GetBytes(description), new ImportSettings("zoo", null, null)), "urn:hub:schema:zoo:line:1.0.0");

        Assert.True(validator.IsValid("""{"n":1,"next":null}"""u8));
        Assert.False(validator.IsValid("""{"n":1,"next":{"n":0}}"""u8));
        Assert.False(validator.IsValid("""{"m":1}"""u8));
    }

    [Theory]
    [InlineData("""{"n":3,"r":1.5,"b":true,"d":"2026-01-31","y":2026,"p":"2.35,48.85","code":"a"}""", true)]
    [InlineData("""{"n":3}""", true)]
    [InlineData("""{"n":3,"r":null,"d":null,"code":null}""", true)] // what is missing in the table
    [InlineData("""{"n":null}""", false)] // required
    [InlineData("""{"n":0}""", false)] // minimum
    [InlineData("""{"n":3,"d":"31/01/2026"}""", false)]
    [InlineData("""{"n":3,"code":"xa"}""", false)] // the whole value, not a part of it
    [InlineData("""{"n":3,"b":"oui"}""", false)] // typed
    [InlineData("""{"n":3,"other":1}""", false)]
    public void Read_TableSchema_IsTheSchemaOfARow(string row, bool isValid)
    {
        const string table = """
            {"name":"lignes","title":"Lignes","version":"v2.1.0","missingValues":["","NA"],"primaryKey":"n","fields":[
              {"name":"n","type":"integer","constraints":{"required":true,"minimum":"1","unique":true}},
              {"name":"r","type":"number"},{"name":"b","type":"boolean"},{"name":"d","type":"date","format":"default"},{"name":"y","type":"year"},
              {"name":"p","type":"geopoint"},{"name":"code","type":"string","constraints":{"pattern":"[a-c]"}}]}
            """;
        var made = SchemaImport.Read(Encoding.UTF8.GetBytes(table), new ImportSettings("open-data", null, null));
        var validator = Compile(made, "urn:hub:schema:open-data:lignes:2.1.0");

        Assert.Equal(isValid, validator.IsValid(Encoding.UTF8.GetBytes(row)));
        Assert.Equal(2, made[0].Notes.Count); // unique, and the key
    }

    [FactIfData("scdl")]
    public void Read_PublishedTableSchemas_AllBecomeValidSchemas()
    {
        var files = Directory.GetFiles(TestData.Folder("scdl"), "*.tableschema.json");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var made = Assert.Single(SchemaImport.Read(File.ReadAllBytes(file), new ImportSettings("open-data", null, null)));
            var validator = Compile([made], made.Schema.Urn);
            Assert.False(validator.IsValid("[]"u8), file);
            Assert.Equal(JsonElement.Parse(File.ReadAllBytes(file)).GetProperty("fields").GetArrayLength(), JsonElement.Parse(made.Schema.Json.Span).GetProperty("properties").EnumerateObject().Count());
        }
    }

    [Theory]
    [InlineData("https://json-schema.org/draft/2020-12/schema", "$id", "$defs")]
    [InlineData("http://json-schema.org/draft-07/schema#", "$id", "definitions")]
    [InlineData("http://json-schema.org/draft-04/schema#", "id", "definitions")]
    public void Read_ForeignJsonSchema_GetsAnIdentifierAndKeepsItsReferences(string dialect, string id, string definitions)
    {
        var schema = $$"""
            {"$schema":"{{dialect}}","{{id}}":"https://example.org/street.json","title":"Street report","type":"object",
             "properties":{"a":{"$ref":"https://example.org/street.json#/{{definitions}}/word"},"b":{"$ref":"#/{{definitions}}/word"} },"{{definitions}}":{"word":{"type":"string"} } }
            """;
        var made = SchemaImport.Read(Encoding.UTF8.GetBytes(schema), new ImportSettings("town", null, "1.1.0"));
        var validator = Compile(made, "urn:hub:schema:town:street-report:1.1.0");

        Assert.True(validator.IsValid("""{"a":"x"}"""u8));
        Assert.False(validator.IsValid("""{"a":1}"""u8));
        Assert.False(validator.IsValid("""{"b":1}"""u8));
    }

    [Theory]
    [InlineData("""{"swagger":"2.0"}""", "/swagger")]
    [InlineData("""{"openapi":"3.0.0","info":{}}""", "/components/schemas")]
    [InlineData("""{"openapi":"3.0.0","components":{"schemas":{"A":{"properties":{"b":{"$ref":"https://elsewhere.example/b.json"}}}}}}""", "/components/schemas/A/properties/b/$ref")]
    [InlineData("""{"openapi":"3.0.0","components":{"schemas":{"A":{"$ref":"#/components/parameters/p"}}}}""", "/components/schemas/A/$ref")]
    [InlineData("""{"openapi":"3.0.0","components":{"schemas":{"petOrder":{},"pet-order":{}}}}""", "/components/schemas/pet-order")]
    [InlineData("""{"name":"t","fields":[{"name":"a"},{"name":"a"}]}""", "/fields/1/name")]
    [InlineData("""{"name":"t","fields":[{"name":"a","type":"colour"}]}""", "/fields/0/type")]
    [InlineData("""{"name":"t","fields":[{"name":"a","constraints":{"minimal":1}}]}""", "/fields/0/constraints/minimal")]
    [InlineData("""{"type":"object"}""", "/title")]
    [InlineData("[]", "")]
    public void Read_WhatCannotBeTakenOver_IsRefusedWithItsPlaceInBothLanguages(string document, string place)
    {
        var refusal = Assert.Throws<ImportException>(() => SchemaImport.Read(Encoding.UTF8.GetBytes(document), new ImportSettings("zoo", null, null)));

        Assert.Equal(place, Assert.Single(refusal.Errors).InstanceLocation);
        Assert.NotEqual(refusal.Errors[0].Message.Fr, refusal.Errors[0].Message.En);
    }

    [Theory]
    [InlineData("EFBBBF7B7D", "byte order mark")]
    [InlineData("FFFE7B007D00", "UTF-16")]
    [InlineData("007B007D", "UTF-16")]
    [InlineData("7B2261223A22FF227D", "not UTF-8")]
    [InlineData("7B2261223A317D7D", "not a JSON document")]
    [InlineData("7B2261223A312C2261223A327D", "not a JSON document")] // twice the same member
    [InlineData("613A205B", "YAML cannot be read")]
    public void Read_WrongBytes_TellsWhatTheyAreInstead(string bytes, string expected) =>
        Assert.Contains(expected, Assert.Throws<SchemaTextException>(() => SchemaImport.Read(Convert.FromHexString(bytes), new ImportSettings("zoo", null, null))).Reason.En, StringComparison.Ordinal);

    [Theory]
    [InlineData("PetOrder", "pet-order")]
    [InlineData("Équipements publics", "equipements-publics")]
    [InlineData("menus_collectifs", "menus-collectifs")]
    [InlineData("HTTPError2Body", "httperror2-body")]
    [InlineData("--", "")]
    public void Kebab_AnyName_IsOneWord(string name, string expected) => Assert.Equal(expected, SchemaNames.Kebab(name));

    private static JsonSchemaValidator Compile(IReadOnlyList<ImportedSchema> made, string urn)
    {
        var registry = new SchemaRegistry();
        foreach (var one in made)
        {
            registry.Add(one.Schema.Urn, one.Schema.Json);
        }

        return registry.Compile(urn, new SchemaOptions { AssertFormats = true });
    }
}

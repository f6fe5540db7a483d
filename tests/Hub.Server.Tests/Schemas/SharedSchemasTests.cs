using System.Text.Json;
using Hub.Expressions.Domain;
using Hub.JsonSchema;
using Hub.Server.ReferenceData;
using Hub.Server.Tests.Architecture;

namespace Hub.Server.Tests.Schemas;

/// <summary>The schemas of <c>schemas/</c>: each example gives the verdict of its folder, each schema keeps the rules of the README.</summary>
public sealed class SharedSchemasTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "schemas");
    private static readonly Lazy<SchemaRegistry> Registry = new(Load);

    // Wrong only for who knows every commune: a build without npm does not (CommuneTableTests tells so).
    private static readonly string[] NeedTheTable =
    [
        "civil-status/certificate-request/v1/examples/invalid/commune-qui-n-a-jamais-existe.json",
        "open-data/first-name/v1/examples/invalid/code-postal-au-lieu-du-code-commune.json",
    ];

    private static readonly string[] Categories = ["identity", "birth", "contact", "address", "family", "schooling", "health", "financial", "document", "identifier", "case-details"];

    private static readonly string[] Formats = ["date", "date-time", "email", "uri", "uri-reference", .. ReferenceFormats.Names];

    public static TheoryData<string> Schemas => [.. Files().Select(Name)];

    public static TheoryData<string> Valid => [.. Examples("valid")];

    public static TheoryData<string> Invalid => [.. Examples("invalid").Where(file => !file.EndsWith(".errors.json", StringComparison.Ordinal) && (CommuneTable.Beside is not null || !NeedTheTable.Contains(file)))];

    [Theory]
    [MemberData(nameof(Valid))]
    public void Validate_ValidExample_IsAccepted(string example)
    {
        var result = ValidatorOf(example).Validate(File.ReadAllBytes(Path.Combine(Folder, example)));

        Assert.Equal([], result.Errors.Select(error => $"{error.InstanceLocation} {error.Keyword}: {error.Message.En}"));
        Assert.True(result.IsValid);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Validate_InvalidExample_IsRefusedForTheNamedReasons(string example)
    {
        var file = Path.Combine(Folder, example);
        using var expected = JsonDocument.Parse(File.ReadAllBytes(file[..^".json".Length] + ".errors.json"));

        var result = ValidatorOf(example).Validate(File.ReadAllBytes(file));

        Assert.Equal(
            expected.RootElement.EnumerateArray().Select(error => $"{error.GetProperty("instanceLocation")} {error.GetProperty("keyword")}").Order(),
            result.Errors.Select(error => $"{error.InstanceLocation} {error.Keyword}").Order());
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Schema_OfTheFolder_KeepsTheRules(string schema)
    {
        var folder = Path.Combine(Folder, schema);
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "schema.json")));
        var parts = schema.Split('/');

        Assert.StartsWith($"urn:hub:schema:{parts[0]}:{parts[1]}:{parts[2][1..]}.", document.RootElement.GetProperty("$id").GetString(), StringComparison.Ordinal);
        Assert.True(Directory.GetFiles(Path.Combine(folder, "examples", "valid")).Length >= 2, "two valid examples");
        Assert.True(Directory.GetFiles(Path.Combine(folder, "examples", "invalid"), "*.errors.json").Length >= 2, "two invalid examples");
        Assert.Equal([], Untranslated(document.RootElement, "#"));
        Assert.Equal([], Broken(document.RootElement, "#"));
    }

    /// <summary>Every example must be refused for the lack of each required member: nothing passes by accident.</summary>
    [Theory]
    [MemberData(nameof(Valid))]
    public void Validate_ValidExampleWithoutARequiredMember_IsRefused(string example)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, example)));
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, SchemaOf(example), "schema.json")));

        foreach (var required in schema.RootElement.GetProperty("required").EnumerateArray().Select(name => name.GetString()))
        {
            var without = document.RootElement.EnumerateObject().Where(member => member.Name != required).ToDictionary(member => member.Name, member => member.Value);

            var result = ValidatorOf(example).Validate(JsonSerializer.SerializeToUtf8Bytes(without));

            Assert.Contains(result.Errors, error => error.Keyword == "required" && error.Message.En.Contains($"“{required}”", StringComparison.Ordinal));
        }
    }

    /// <summary>The procedure's own examples agree with its schema: accepted, or refused where they say.</summary>
    [Fact]
    public void Validate_RequestsOfTheCanteenProcedure_AgreeWithTheirExpectation()
    {
        var folder = Path.Combine(Repository.Root, "designer/procedures/inscription-periscolaire/examples");
        var validator = Registry.Value.Compile("urn:hub:schema:school:canteen-registration:1.0.0", ReferenceFormats.Options);
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [])
        {
            using var example = JsonDocument.Parse(File.ReadAllBytes(file));
            if (!example.RootElement.TryGetProperty("request", out var request))
            {
                continue;
            }

            var expect = example.RootElement.GetProperty("expect");
            var expected = expect.TryGetProperty("pointers", out var pointers) ? pointers.EnumerateArray().Select(pointer => pointer.GetString()).Order() : Enumerable.Empty<string?>();

            var result = validator.Validate(request);

            Assert.Equal(expected, result.Errors.Select(error => (string?)error.InstanceLocation).Distinct().Order());
        }
    }

    private static SchemaRegistry Load()
    {
        var registry = new SchemaRegistry();
        foreach (var file in Files())
        {
            registry.Add("", File.ReadAllBytes(file));
        }

        return registry;
    }

    private static JsonSchemaValidator ValidatorOf(string example)
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, SchemaOf(example), "schema.json")));
        return Registry.Value.Compile(schema.RootElement.GetProperty("$id").GetString() ?? "", ReferenceFormats.Options);
    }

    private static string SchemaOf(string example) => string.Join('/', example.Split('/')[..3]);

    private static IEnumerable<string> Files() => Directory.GetFiles(Folder, "schema.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string Name(string file) => Path.GetRelativePath(Folder, Path.GetDirectoryName(file) ?? "").Replace('\\', '/');

    private static IEnumerable<string> Examples(string kind) =>
        Files().SelectMany(file => Directory.GetFiles(Path.Combine(Path.GetDirectoryName(file) ?? "", "examples", kind), "*.json"))
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    /// <summary>Places of members without a text, of open objects, and of categories and formats that nobody knows.</summary>
    private static IEnumerable<string> Broken(JsonElement schema, string at)
    {
        if (schema.ValueKind == JsonValueKind.Array)
        {
            return schema.EnumerateArray().SelectMany((item, i) => Broken(item, $"{at}/{i}"));
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var wrong = new List<string>();
        if (schema.TryGetProperty("properties", out var members) && schema.TryGetProperty("type", out var type) && type.ValueEquals("object"))
        {
            wrong.AddRange(members.EnumerateObject()
                .Where(member => !(member.Value.TryGetProperty("title", out _) && member.Value.TryGetProperty("description", out _)) && !member.Value.TryGetProperty("$ref", out _))
                .Select(member => $"{at}/properties/{member.Name} has no title or no description"));
            if (!(schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.False))
            {
                wrong.Add($"{at} is open");
            }
        }

        if (schema.TryGetProperty("x-personal-data", out var category) && !Categories.Contains(category.GetString()))
        {
            wrong.Add($"{at}/x-personal-data is no category of the README");
        }

        if (schema.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.String && !Formats.Contains(format.GetString()))
        {
            wrong.Add($"{at}/format is not asserted by the hub");
        }

        return wrong.Concat(schema.EnumerateObject().SelectMany(member => Broken(member.Value, $"{at}/{member.Name}")));
    }

    /// <summary>Places with a French text and no English one, or that are not the same French text twice.</summary>
    private static IEnumerable<string> Untranslated(JsonElement element, string at)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.EnumerateArray().SelectMany((item, i) => Untranslated(item, $"{at}/{i}"));
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var wrong = new List<string>();
        foreach (var name in new[] { "title", "description" })
        {
            if (element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
                && !(element.TryGetProperty("x-" + name, out var both) && both.GetProperty("fr").ValueEquals(text.GetString()) && both.GetProperty("en").GetString() is { Length: > 0 }))
            {
                wrong.Add($"{at}/{name}");
            }
        }

        return wrong.Concat(element.EnumerateObject().SelectMany(member => Untranslated(member.Value, $"{at}/{member.Name}")));
    }
}

using System.Text.Json;
using Hub.JsonSchema.Compatibility;

namespace Hub.JsonSchema.Tests.Compatibility;

public sealed class DocumentGeneratorTests
{
    private static readonly string Folder = Repository.Folder("schemas");
    private static readonly Lazy<SchemaRegistry> Registry = new(Load);

    public static TheoryData<string> Identifiers => [.. Files().Select(Identifier)];

    [Theory]
    [MemberData(nameof(Identifiers))]
    public void Valid_SharedSchema_MakesManyDifferentDocuments(string identifier)
    {
        var generator = new DocumentGenerator(Registry.Value, identifier);

        var made = Enumerable.Range(0, 20).Select(generator.Valid).ToList();

        Assert.All(made, document => Assert.True(document is { } value && generator.Validator.IsValid(value)));
        Assert.True(made.Select(document => document!.Value.GetRawText()).Distinct().Count() >= 15, "the documents hardly differ");
    }

    [Theory]
    [MemberData(nameof(Identifiers))]
    public void NearMiss_SharedSchema_IsRefused(string identifier)
    {
        var generator = new DocumentGenerator(Registry.Value, identifier);

        Assert.All(Enumerable.Range(0, 10).Select(generator.NearMiss), document => Assert.True(document is { } value && !generator.Validator.IsValid(value)));
    }

    [Fact]
    public void Valid_SameSeed_MakesTheSameDocument()
    {
        var (first, second) = (new DocumentGenerator(Registry.Value, "urn:hub:schema:identity:pivot:1.0.0"), new DocumentGenerator(Registry.Value, "urn:hub:schema:identity:pivot:1.0.0"));

        Assert.Equal(
            Enumerable.Range(0, 5).Select(seed => first.Valid(seed)!.Value.GetRawText()),
            Enumerable.Range(0, 5).Select(seed => second.Valid(seed)!.Value.GetRawText()));
    }

    [Fact]
    public void Valid_SchemaThatNothingMeets_IsNull()
    {
        using var nothing = JsonDocument.Parse("""{"type":"object","required":["a"],"properties":{"a":{"$ref":"#"}}}""");

        Assert.Null(new DocumentGenerator(new SchemaRegistry(), nothing.RootElement).Valid(1));
    }

    /// <summary>Each shared schema against itself in other words.</summary>
    [Theory]
    [MemberData(nameof(Identifiers))]
    public void Compare_SharedSchemaWithItself_IsCompatible(string identifier)
    {
        var text = File.ReadAllText(Files().First(file => Identifier(file) == identifier));
        using var reworded = JsonDocument.Parse(text.Replace("\"title\": \"", "\"title\": \"* ", StringComparison.Ordinal));

        var report = SchemaComparison.Compare(Registry.Value, identifier, reworded.RootElement);

        Assert.Equal(Verdict.Compatible, report.Full);
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

    private static IEnumerable<string> Files() => Directory.GetFiles(Folder, "schema.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string Identifier(string file)
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(file));
        return schema.RootElement.GetProperty("$id").GetString()!;
    }
}

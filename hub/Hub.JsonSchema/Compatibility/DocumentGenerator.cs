using System.Text.Json;
using Hub.JsonSchema.Compatibility.Explaining;
using Hub.JsonSchema.Compatibility.Languages;
using Hub.JsonSchema.Compatibility.Terms;

namespace Hub.JsonSchema.Compatibility;

/// <summary>
/// Makes documents from a schema: valid ones, and ones that miss it by little. The same schema and seed give the same document. What it
/// answers was judged by the compiled validator. Not for use from several threads at once.
/// </summary>
public sealed class DocumentGenerator
{
    private readonly DocumentMaker _maker;

    /// <summary>A generator for a schema of the registry.</summary>
    /// <param name="registry">What the schema may refer to.</param>
    /// <param name="uri">Where the schema lies in it.</param>
    /// <param name="options">How it is compiled; absent means formats asserted, as the hub validates.</param>
    /// <exception cref="SchemaException">The registry does not hold it, or something that it refers to.</exception>
    public DocumentGenerator(SchemaRegistry registry, string uri, SchemaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var used = options ?? ComparisonLimits.Default.Options;
        Validator = registry.Compile(uri, used);
        _maker = Make(registry.Open(uri, used), used);
    }

    /// <summary>A generator for a schema that may refer to the registry's.</summary>
    /// <param name="registry">What the schema may refer to.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="options">How it is compiled; absent means formats asserted, as the hub validates.</param>
    /// <exception cref="SchemaException">It is not valid, or refers to something unknown.</exception>
    public DocumentGenerator(SchemaRegistry registry, JsonElement schema, SchemaOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var used = options ?? ComparisonLimits.Default.Options;
        Validator = registry.Compile(schema, used);
        _maker = Make(registry.Open(schema, used), used);
    }

    /// <summary>The validator that judges the documents.</summary>
    public JsonSchemaValidator Validator { get; }

    /// <summary>A document that the schema accepts; null when none was found.</summary>
    public JsonElement? Valid(int seed) => Parse(_maker.Valid(seed));

    /// <summary>A document that the schema refuses and that lies one edit away from a valid one; null when none was found.</summary>
    public JsonElement? NearMiss(int seed) => Parse(_maker.NearMiss(seed));

    private DocumentMaker Make(SchemaPlace place, SchemaOptions options)
    {
        var languages = new LanguageCache();
        var (root, all) = TermReader.Read(place, options, languages);
        return new DocumentMaker(new TermClasses(all), languages, root, all, Validator, DocumentMaker.TrialsOf(place), ComparisonLimits.Default.MaxSteps);
    }

    private static JsonElement? Parse(string? json) => json is null ? null : CanonicalJson.Parse(json);
}

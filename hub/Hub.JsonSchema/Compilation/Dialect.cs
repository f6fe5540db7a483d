using System.Text.Json;

namespace Hub.JsonSchema.Compilation;

/// <summary>What the keywords of a schema mean: a draft, and the vocabularies in use (Core 2020-12, 4.3.3 and 8.1).</summary>
internal sealed record Dialect(string Uri, Draft Draft, Vocabularies Vocabularies)
{
    private static readonly Dialect[] BuiltIn =
    [
        new(SchemaDialects.Draft202012, Draft.V202012, Vocabularies.Standard),
        new(SchemaDialects.Draft201909, Draft.V201909, Vocabularies.Standard),
        new(SchemaDialects.Draft7, Draft.V7, Vocabularies.Standard),
        new(SchemaDialects.Draft6, Draft.V6, Vocabularies.Standard),
        new(SchemaDialects.Draft4, Draft.V4, Vocabularies.Standard),
    ];

    private static readonly Dictionary<string, Vocabularies> Known = new()
    {
        ["core"] = Vocabularies.Core,
        ["applicator"] = Vocabularies.Applicator,
        ["unevaluated"] = Vocabularies.Unevaluated,
        ["validation"] = Vocabularies.Validation,
        ["meta-data"] = Vocabularies.MetaData,
        ["format"] = Vocabularies.FormatAnnotation,
        ["format-annotation"] = Vocabularies.FormatAnnotation,
        ["format-assertion"] = Vocabularies.FormatAssertion,
        ["content"] = Vocabularies.Content,
    };

    public string IdKeyword => Draft == Draft.V4 ? "id" : "$id";

    /// <summary>Until draft 7, what stands beside <c>$ref</c> is ignored.</summary>
    public bool ReferenceStandsAlone => Draft <= Draft.V7;

    public static Dialect? FindBuiltIn(string uri) => Array.Find(BuiltIn, dialect => dialect.Uri == uri.TrimEnd('#'));

    /// <summary>The dialect that a meta-schema of somebody else's describes.</summary>
    public static Dialect FromMetaSchema(string uri, SchemaResource metaSchema)
    {
        var draft = metaSchema.Dialect.Draft;
        if (draft < Draft.V201909 || !metaSchema.Root.TryGetProperty("$vocabulary", out var declared) || declared.ValueKind != JsonValueKind.Object)
        {
            return metaSchema.Dialect with { Uri = uri };
        }

        var vocabularies = Vocabularies.Core;
        var prefix = draft == Draft.V202012 ? "https://json-schema.org/draft/2020-12/vocab/" : "https://json-schema.org/draft/2019-09/vocab/";
        foreach (var vocabulary in declared.EnumerateObject())
        {
            if (vocabulary.Name.StartsWith(prefix, StringComparison.Ordinal) && Known.TryGetValue(vocabulary.Name[prefix.Length..], out var known))
            {
                vocabularies |= known;
            }
            else if (vocabulary.Value.ValueKind == JsonValueKind.True)
            {
                throw new SchemaException(uri, "/$vocabulary", new(
                    $"Le vocabulaire « {vocabulary.Name} » est exigé et n'est pas connu ; retirez-le, ou déclarez-le facultatif (false).",
                    $"The vocabulary “{vocabulary.Name}” is required and unknown; remove it, or declare it optional (false)."));
            }
        }

        // 2019-09 has unevaluated… among its applicators.
        if (draft == Draft.V201909 && vocabularies.HasFlag(Vocabularies.Applicator))
        {
            vocabularies |= Vocabularies.Unevaluated;
        }

        return new Dialect(uri, draft, vocabularies);
    }

    /// <summary>The keyword of that name, if the dialect has it.</summary>
    public KeywordDefinition? Find(string name) =>
        KeywordCatalogue.All.TryGetValue(name, out var definitions)
            ? Array.Find(definitions, definition => Draft >= definition.From && Draft <= definition.To && (Vocabularies & definition.Vocabulary) != 0)
            : null;
}

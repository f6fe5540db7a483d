using System.Collections.Frozen;
using System.Text.Json;
using Hub.JsonSchema.Json;
using Hub.JsonSchema.Keywords;
using Hub.JsonSchema.Plan;
using static Hub.JsonSchema.Compilation.Draft;
using static Hub.JsonSchema.Compilation.Vocabularies;

namespace Hub.JsonSchema.Compilation;

/// <summary>Every keyword of every draft, in the order in which a value is checked. To add one: a line here, and its class in Keywords.</summary>
internal static class KeywordCatalogue
{
    private static readonly KeywordDefinition[] Lines =
    [
        // Core: read by the scanner
        new("$id", V6, V202012, Core, Shape.None, null),
        new("id", V4, V4, Core, Shape.None, null),
        new("$schema", V4, V202012, Core, Shape.None, null),
        new("$vocabulary", V201909, V202012, Core, Shape.None, null),
        new("$anchor", V201909, V202012, Core, Shape.None, null),
        new("$recursiveAnchor", V201909, V201909, Core, Shape.None, null),
        new("$dynamicAnchor", V202012, V202012, Core, Shape.None, null),
        new("$comment", V7, V202012, Core, Shape.None, null),
        new("$defs", V201909, V202012, Core, Shape.Map, null),
        new("definitions", V4, V202012, Core, Shape.Map, null),

        // Core: references
        new("$ref", V4, V202012, Core, Shape.None, (c, v) => c.Reference("$ref", v)),
        new("$recursiveRef", V201909, V201909, Core, Shape.None, (c, v) => c.Reference("$recursiveRef", v)),
        new("$dynamicRef", V202012, V202012, Core, Shape.None, (c, v) => c.Reference("$dynamicRef", v)),

        // Validation: any type
        new("type", V4, V202012, Validation, Shape.None, (c, v) => new TypeKeyword(c.Node, c.Types(v))),
        new("const", V6, V202012, Validation, Shape.None, (_, v) => new ConstKeyword(new JsonLiteral(v))),
        new("enum", V4, V202012, Validation, Shape.None, (_, v) => new EnumKeyword([.. v.EnumerateArray().Select(value => new JsonLiteral(value))])),

        // Validation: numbers
        new("multipleOf", V4, V202012, Validation, Shape.None, (c, v) => new MultipleOf(c.Number("multipleOf", v))),
        new("minimum", V4, V4, Validation, Shape.None, (c, v) => new NumberLimit("minimum", c.Number("minimum", v), -1, c.IsTrue("exclusiveMinimum"))),
        new("maximum", V4, V4, Validation, Shape.None, (c, v) => new NumberLimit("maximum", c.Number("maximum", v), 1, c.IsTrue("exclusiveMaximum"))),
        new("exclusiveMinimum", V4, V4, Validation, Shape.None, null),
        new("exclusiveMaximum", V4, V4, Validation, Shape.None, null),
        new("minimum", V6, V202012, Validation, Shape.None, (c, v) => new NumberLimit("minimum", c.Number("minimum", v), -1, exclusive: false)),
        new("maximum", V6, V202012, Validation, Shape.None, (c, v) => new NumberLimit("maximum", c.Number("maximum", v), 1, exclusive: false)),
        new("exclusiveMinimum", V6, V202012, Validation, Shape.None, (c, v) => new NumberLimit("exclusiveMinimum", c.Number("exclusiveMinimum", v), -1, exclusive: true)),
        new("exclusiveMaximum", V6, V202012, Validation, Shape.None, (c, v) => new NumberLimit("exclusiveMaximum", c.Number("exclusiveMaximum", v), 1, exclusive: true)),

        // Validation: texts
        new("minLength", V4, V202012, Validation, Shape.None, (c, v) => new LengthLimit("minLength", NodeBuilder.Count(v), v.GetRawText(), upper: false)),
        new("maxLength", V4, V202012, Validation, Shape.None, (c, v) => new LengthLimit("maxLength", NodeBuilder.Count(v), v.GetRawText(), upper: true)),
        new("pattern", V4, V202012, Validation, Shape.None, (c, v) => new PatternKeyword(c.Pattern("/pattern", v.GetString() ?? ""))),
        new("format", V4, V202012, Format, Shape.None, (c, v) => c.Format(v), Annotates: true),
        new("contentEncoding", V7, V202012, Content, Shape.None, (c, _) => c.ContentOf("contentEncoding"), Annotates: true),
        new("contentMediaType", V7, V202012, Content, Shape.None, (c, _) => c.ContentOf("contentMediaType"), Annotates: true),
        new("contentSchema", V201909, V202012, Content, Shape.One, null, Annotates: true),

        // Validation and applicators: lists
        new("minItems", V4, V202012, Validation, Shape.None, (c, v) => new CountLimit("minItems", JsonTypes.Array, NodeBuilder.Count(v), v.GetRawText(), upper: false)),
        new("maxItems", V4, V202012, Validation, Shape.None, (c, v) => new CountLimit("maxItems", JsonTypes.Array, NodeBuilder.Count(v), v.GetRawText(), upper: true)),
        new("prefixItems", V202012, V202012, Applicator, Shape.List, (c, _) => c.ItemsOf("prefixItems")),
        new("items", V202012, V202012, Applicator, Shape.One, (c, _) => c.ItemsOf("items")),
        new("items", V4, V201909, Applicator, Shape.One | Shape.List, (c, _) => c.OldItems()),
        new("additionalItems", V4, V201909, Applicator, Shape.One, null),
        new("contains", V6, V202012, Applicator, Shape.One, (c, v) => c.ContainsOf(v)),
        new("minContains", V201909, V202012, Validation, Shape.None, null),
        new("maxContains", V201909, V202012, Validation, Shape.None, null),
        new("uniqueItems", V4, V202012, Validation, Shape.None, (_, v) => v.ValueKind == JsonValueKind.True ? new UniqueItems() : null),

        // Validation and applicators: objects
        new("minProperties", V4, V202012, Validation, Shape.None, (c, v) => new CountLimit("minProperties", JsonTypes.Object, NodeBuilder.Count(v), v.GetRawText(), upper: false)),
        new("maxProperties", V4, V202012, Validation, Shape.None, (c, v) => new CountLimit("maxProperties", JsonTypes.Object, NodeBuilder.Count(v), v.GetRawText(), upper: true)),
        new("required", V4, V202012, Validation, Shape.None, (c, v) => v.GetArrayLength() > 0 ? new Required(NodeBuilder.Names(v), c.MembersCountRequired) : null),
        new("dependentRequired", V201909, V202012, Validation, Shape.None, (_, v) => NodeBuilder.DependentNames("dependentRequired", v)),
        new("properties", V4, V202012, Applicator, Shape.Map, (c, _) => c.Members("properties")),
        new("patternProperties", V4, V202012, Applicator, Shape.Map, (c, _) => c.Members("patternProperties")),
        new("additionalProperties", V4, V202012, Applicator, Shape.One, (c, _) => c.Members("additionalProperties")),
        new("propertyNames", V6, V202012, Applicator, Shape.One, (c, v) => new PropertyNames(c.Sub("/propertyNames", v))),

        // Applicators: the same value
        new("dependencies", V4, V202012, Applicator, Shape.Map, (c, v) => c.OldDependencies(v)),
        new("dependentSchemas", V201909, V202012, Applicator, Shape.Map, (c, v) => c.DependentSchemasOf("dependentSchemas", v)),
        new("allOf", V4, V202012, Applicator, Shape.List, (c, v) => new AllOf(c.SubList("/allOf", v))),
        new("anyOf", V4, V202012, Applicator, Shape.List, (c, v) => new AnyOf(c.SubList("/anyOf", v), onlyOne: false)),
        new("oneOf", V4, V202012, Applicator, Shape.List, (c, v) => new AnyOf(c.SubList("/oneOf", v), onlyOne: true)),
        new("not", V4, V202012, Applicator, Shape.One, (c, v) => new Not(c.Sub("/not", v))),
        new("if", V7, V202012, Applicator, Shape.One, (c, v) => new IfThenElse(c.Sub("/if", v), c.SubOf("then"), c.SubOf("else"))),
        new("then", V7, V202012, Applicator, Shape.One, null),
        new("else", V7, V202012, Applicator, Shape.One, null),

        // Unevaluated
        new("unevaluatedItems", V201909, V202012, Vocabularies.Unevaluated, Shape.One, (c, v) => new Keywords.Unevaluated("unevaluatedItems", JsonTypes.Array, c.Sub("/unevaluatedItems", v))),
        new("unevaluatedProperties", V201909, V202012, Vocabularies.Unevaluated, Shape.One, (c, v) => new Keywords.Unevaluated("unevaluatedProperties", JsonTypes.Object, c.Sub("/unevaluatedProperties", v))),

        // Meta-data
        new("title", V4, V202012, MetaData, Shape.None, null, Annotates: true),
        new("description", V4, V202012, MetaData, Shape.None, null, Annotates: true),
        new("default", V4, V202012, MetaData, Shape.None, null, Annotates: true),
        new("deprecated", V201909, V202012, MetaData, Shape.None, null, Annotates: true),
        new("readOnly", V7, V202012, MetaData, Shape.None, null, Annotates: true),
        new("writeOnly", V7, V202012, MetaData, Shape.None, null, Annotates: true),
        new("examples", V6, V202012, MetaData, Shape.None, null, Annotates: true),
    ];

    /// <summary>The definitions of each name.</summary>
    public static FrozenDictionary<string, KeywordDefinition[]> All { get; } =
        Lines.GroupBy(line => line.Name).ToFrozenDictionary(group => group.Key, group => group.ToArray());

    /// <summary>In the order in which a value is checked.</summary>
    public static IReadOnlyList<string> Order { get; } = [.. Lines.Select(line => line.Name).Distinct()];
}

using System.Text.Json;

namespace Hub.JsonSchema;

/// <summary>What a schema says about a value that it accepted (JSON Schema Core 2020-12, section 7.7): a title, a default, an unknown keyword.</summary>
/// <param name="InstanceLocation">JSON Pointer to the value spoken of.</param>
/// <param name="KeywordLocation">JSON Pointer to the keyword, by the way the validator came.</param>
/// <param name="AbsoluteKeywordLocation">URI of the keyword with the references resolved.</param>
/// <param name="Keyword">The keyword.</param>
/// <param name="Value">The keyword's value, as the schema has it.</param>
public sealed record SchemaAnnotation(
    string InstanceLocation,
    string KeywordLocation,
    string AbsoluteKeywordLocation,
    string Keyword,
    JsonElement Value);

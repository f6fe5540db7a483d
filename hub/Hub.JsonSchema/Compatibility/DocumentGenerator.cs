using System.Text.Json;

namespace Hub.JsonSchema.Compatibility;

/// <summary>
/// Makes documents from a schema: valid ones, and ones that miss it by little. The same schema and seed give the same document. What it
/// answers was judged by the compiled validator.
/// </summary>
public sealed class DocumentGenerator
{
    /// <summary>A generator for a schema of the registry.</summary>
    /// <exception cref="SchemaException">The registry does not hold it, or something that it refers to.</exception>
    public DocumentGenerator(SchemaRegistry registry, string uri, SchemaOptions? options = null) => throw new NotSupportedException();

    /// <summary>A generator for a schema that may refer to the registry's.</summary>
    /// <exception cref="SchemaException">It is not valid, or refers to something unknown.</exception>
    public DocumentGenerator(SchemaRegistry registry, JsonElement schema, SchemaOptions? options = null) => throw new NotSupportedException();

    /// <summary>A document that the schema accepts; null when none was found.</summary>
    public JsonElement? Valid(int seed) => throw new NotSupportedException();

    /// <summary>A document that the schema refuses and that lies one edit away from a valid one; null when none was found.</summary>
    public JsonElement? NearMiss(int seed) => throw new NotSupportedException();
}

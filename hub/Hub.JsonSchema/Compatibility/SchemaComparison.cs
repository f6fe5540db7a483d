using System.Text.Json;

namespace Hub.JsonSchema.Compatibility;

/// <summary>
/// Compares two versions of a schema by what they accept. “Compatible” is said only when it is proved, “incompatible” only with a document
/// that both compiled validators have judged.
/// </summary>
public static class SchemaComparison
{
    /// <summary>Compares two schemas of the registry, each by its URI.</summary>
    /// <exception cref="SchemaException">The registry does not hold one of them, or something that it refers to.</exception>
    public static CompatibilityReport Compare(SchemaRegistry registry, string older, string newer, ComparisonLimits? limits = null) =>
        throw new NotSupportedException();

    /// <summary>Compares a schema of the registry with a newer one that is not in it (its <c>$id</c> may be new to the registry).</summary>
    /// <exception cref="SchemaException">One of them is not valid, or refers to something unknown.</exception>
    public static CompatibilityReport Compare(SchemaRegistry registry, string older, JsonElement newer, ComparisonLimits? limits = null) =>
        throw new NotSupportedException();

    /// <summary>Compares two schemas that may refer to the registry's, without adding them.</summary>
    /// <exception cref="SchemaException">One of them is not valid, or refers to something unknown.</exception>
    public static CompatibilityReport Compare(SchemaRegistry registry, JsonElement older, JsonElement newer, ComparisonLimits? limits = null) =>
        throw new NotSupportedException();
}

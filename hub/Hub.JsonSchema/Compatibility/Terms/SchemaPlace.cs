using System.Text.Json;
using Hub.JsonSchema.Compilation;

namespace Hub.JsonSchema.Compatibility.Terms;

/// <summary>A schema where it lies, with the way to find what it refers to.</summary>
internal sealed record SchemaPlace(SchemaResource Resource, string Pointer, JsonElement Element, Func<string, SchemaResource?> Find);

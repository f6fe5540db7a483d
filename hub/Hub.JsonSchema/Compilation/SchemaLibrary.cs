using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Hub.JsonSchema.Compilation;

/// <summary>The meta-schemas of the built-in dialects, read from this assembly when first asked for.</summary>
internal static class SchemaLibrary
{
    private static readonly Lazy<IReadOnlyDictionary<string, SchemaResource>> Resources = new(Load);
    private static readonly ConcurrentDictionary<string, JsonSchemaValidator> Validators = new();

    public static SchemaResource? Find(string uri) => Resources.Value.GetValueOrDefault(uri);

    /// <summary>The validator of schemas written in a built-in dialect.</summary>
    public static JsonSchemaValidator ValidatorFor(string dialect) => Validators.GetOrAdd(dialect, uri =>
    {
        var resource = Resources.Value[uri];
        var options = new SchemaOptions { MaxDepth = SchemaRegistry.MaxSchemaDepth };
        return new JsonSchemaValidator(new PlanCompiler(Find, options).Compile(resource, "", resource.Root), options);
    });

    private static Dictionary<string, SchemaResource> Load()
    {
        var scanner = new ResourceScanner(Dialect.FindBuiltIn);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The meta-schema {name} is not in the assembly.");
            using var document = JsonDocument.Parse(stream);
            var root = document.RootElement.Clone();
            var declared = root.GetProperty("$schema").GetString() ?? "";
            scanner.Scan("", root, Dialect.FindBuiltIn(declared) ?? throw new InvalidOperationException($"The meta-schema {name} declares no built-in dialect."));
        }

        return new Dictionary<string, SchemaResource>(scanner.Found);
    }
}

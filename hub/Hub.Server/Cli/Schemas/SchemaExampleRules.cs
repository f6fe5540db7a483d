using System.Text.Json;
using Hub.JsonSchema;

namespace Hub.Server.Cli.Schemas;

/// <summary>The examples beside a schema: enough of them, and each behaves as its folder and its list of errors say.</summary>
internal static class SchemaExampleRules
{
    private const int Enough = 2;

    public static async Task<IReadOnlyList<SchemaRemark>> CheckAsync(string file, JsonSchemaValidator validator, CancellationToken cancellationToken)
    {
        var remarks = new List<SchemaRemark>();
        var folder = Path.Combine(Path.GetDirectoryName(file) ?? "", "examples");
        foreach (var kind in new[] { "valid", "invalid" })
        {
            var examples = Directory.Exists(Path.Combine(folder, kind))
                ? Directory.GetFiles(Path.Combine(folder, kind), "*.json").Where(example => !example.EndsWith(".errors.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList()
                : [];
            if (examples.Count < Enough)
            {
                remarks.Add(SchemaRemark.Error(file, "", "examples",
                    $"Il y a {examples.Count} exemple(s) dans « examples/{kind} » ; il en faut au moins {Enough}.",
                    $"There are {examples.Count} examples in “examples/{kind}”; at least {Enough} are needed."));
            }

            foreach (var example in examples)
            {
                var result = validator.Validate(await File.ReadAllBytesAsync(example, cancellationToken));
                remarks.AddRange(kind == "valid" ? Accepted(example, result) : await RefusedAsync(example, result, cancellationToken));
            }
        }

        return remarks;
    }

    private static IEnumerable<SchemaRemark> Accepted(string example, ValidationResult result) => result.Errors.Select(error => SchemaRemark.Error(
        example, error.InstanceLocation, "example", $"Cet exemple devrait être accepté. {error.Message.Fr}", $"This example should be accepted. {error.Message.En}"));

    private static async Task<IReadOnlyList<SchemaRemark>> RefusedAsync(string example, ValidationResult result, CancellationToken cancellationToken)
    {
        if (result.IsValid)
        {
            return [SchemaRemark.Error(example, "", "example", "Cet exemple devrait être refusé, et il est accepté. Corrigez l'exemple ou le schéma.", "This example should be refused, and it is accepted. Mend the example or the schema.")];
        }

        var list = example[..^".json".Length] + ".errors.json";
        if (!File.Exists(list))
        {
            return [SchemaRemark.Error(example, "", "example", $"La liste « {Path.GetFileName(list)} » manque : dites quelles erreurs sont attendues, [{{\"instanceLocation\", \"keyword\"}}].", $"The list “{Path.GetFileName(list)}” is missing: say which errors are expected, [{{\"instanceLocation\", \"keyword\"}}].")];
        }

        IReadOnlyList<string> expected;
        try
        {
            expected = [.. JsonElement.Parse(await File.ReadAllBytesAsync(list, cancellationToken)).EnumerateArray()
                .Select(error => $"{error.GetProperty("instanceLocation").GetString()} {error.GetProperty("keyword").GetString()}").Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return [SchemaRemark.Error(list, "", "example", "Cette liste n'est pas de la forme [{\"instanceLocation\": \"/membre\", \"keyword\": \"type\"}].", "This list is not of the form [{\"instanceLocation\": \"/member\", \"keyword\": \"type\"}].")];
        }

        var actual = result.Errors.Select(error => $"{error.InstanceLocation} {error.Keyword}").Order(StringComparer.Ordinal).ToList();
        return actual.SequenceEqual(expected)
            ? []
            : [SchemaRemark.Error(list, "", "example",
                $"Les erreurs attendues ne sont pas celles du schéma : {Listed(expected.Except(actual))} en trop, {Listed(actual.Except(expected))} en moins.",
                $"The expected errors are not the schema's: {Listed(expected.Except(actual))} too many, {Listed(actual.Except(expected))} missing.")];
    }

    private static string Listed(IEnumerable<string> errors) => $"[{string.Join(", ", errors)}]";
}

using System.Text.Json;
using Hub.Server.Connectors;
using Hub.Workflows;

namespace Hub.Server.Cli.Workflows;

/// <summary>
/// What connectors answer in a run without connectors: what a file says, or else the example of the connector's manifest. In the file
/// <c>{"connector.operation": answer}</c>; of a list, each call takes the next answer and the last one stays; <c>{"failure": {"code",
/// "message"}}</c> is a refusal.
/// </summary>
internal sealed class PreparedAnswers(JsonElement given, ConnectorRegistry connectors)
{
    private readonly Dictionary<string, int> taken = new(StringComparer.Ordinal);

    /// <summary>The next answer to an operation; not set when there is none.</summary>
    public JsonElement Next(string connector, string operation, JsonElement payload)
    {
        var key = $"{connector}.{operation}";
        if (given.ValueKind != JsonValueKind.Object || !given.TryGetProperty(key, out var answer))
        {
            return ExampleOf(connector, operation, payload);
        }

        if (answer.ValueKind != JsonValueKind.Array)
        {
            return answer;
        }

        lock (taken)
        {
            var place = taken[key] = taken.GetValueOrDefault(key) + 1;
            return answer.GetArrayLength() == 0 ? default : answer[Math.Min(place, answer.GetArrayLength()) - 1];
        }
    }

    // The example for this very input, or else the first that tells an answer.
    private JsonElement ExampleOf(string connector, string operation, JsonElement payload)
    {
        var described = connectors.Find(connector)?.Manifest.Json.Member("spec").Member("operations");
        if (described is not { ValueKind: JsonValueKind.Array } operations)
        {
            return default;
        }

        var examples = operations.EnumerateArray().FirstOrDefault(candidate => candidate.Member("name").AsText() == operation).Member("examples") is { ValueKind: JsonValueKind.Array } all
            ? all.EnumerateArray().Where(example => example.Member("output").IsSet()).ToList()
            : [];
        return examples.Find(example => example.Member("input") is var input && input.IsSet() && JsonElement.DeepEquals(input, payload)) is { ValueKind: JsonValueKind.Object } exact
            ? exact.Member("output")
            : examples.FirstOrDefault().Member("output");
    }
}

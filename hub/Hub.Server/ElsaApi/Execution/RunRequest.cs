using System.Text;
using System.Text.Json;
using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Definitions;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Server.ElsaApi.Execution;

/// <summary>How a caller wants a workflow to begin: the body of execute and dispatch, or the query of execute by GET.</summary>
internal sealed record RunRequest
{
    private const int LongestText = 300;

    // Who waits for a child is said by its parent alone; from outside it would let anybody resume somebody else's workflow.
    private static readonly string[] ReservedProperties = ["ParentInstanceId", "WaitForCompletion"];

    public required VersionOptions Versions { get; init; }

    /// <summary>The new instance's id; null lets the hub make one.</summary>
    public string? InstanceId { get; init; }

    public string? CorrelationId { get; init; }

    public string? Name { get; init; }

    public string? TriggerActivityId { get; init; }

    /// <summary>The trigger activity by its path, where it is named so.</summary>
    public string? TriggerNodeId { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Input { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Variables { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Properties { get; init; }

    /// <summary>How many instances to begin; only bulk dispatch asks for more than one.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The request as it came: the same key with another content is somebody's mistake.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <exception cref="DefinitionException">A member has the wrong type.</exception>
    public static RunRequest FromBody(JsonElement body)
    {
        var handle = body.Member("activityHandle");
        return new RunRequest
        {
            Versions = ElsaQuery.Versions(body.Member("versionOptions").AsText(), VersionOptions.Published),
            InstanceId = ReadInstanceId(body.Text("instanceId")),
            CorrelationId = Short("correlationId", body.Text("correlationId")),
            Name = Short("name", body.Text("name")),
            TriggerActivityId = body.Text("triggerActivityId") ?? handle.Member("activityId").AsText(),
            TriggerNodeId = handle.Member("activityNodeId").AsText(),
            Input = body.Values("input"),
            Variables = body.Values("variables"),
            Properties = Allowed(body.Values("properties")),
            Count = ReadCount(body.Member("count")),
            Content = body.IsSet() ? JsonSerializer.SerializeToUtf8Bytes(body) : default,
        };
    }

    /// <exception cref="DefinitionException">A parameter cannot be read.</exception>
    public static RunRequest FromQuery(HttpContext context) => new()
    {
        Versions = context.Versions(VersionOptions.Published),
        InstanceId = ReadInstanceId(context.Text("instanceId")),
        CorrelationId = Short("correlationId", context.Text("correlationId")),
        Name = Short("name", context.Text("name")),
        TriggerActivityId = context.Text("triggerActivityId"),
        Input = JsonOf(context, "input"),
        Variables = JsonOf(context, "variables"),
        Properties = Allowed(JsonOf(context, "properties")),
        Content = JsonSerializer.SerializeToUtf8Bytes(context.Request.QueryString.Value ?? ""),
    };

    /// <summary>The start that the request asks for.</summary>
    public StartWorkflow ToStart(string instanceId, WorkflowGraph graph) => new()
    {
        InstanceId = instanceId,
        CorrelationId = CorrelationId,
        Name = Name,
        TriggerActivityId = TriggerActivityId ?? (TriggerNodeId is null ? null : graph.FindByNodeId(TriggerNodeId)?.Id),
        Input = Input,
        Variables = Variables,
        Properties = Properties,
    };

    private static IReadOnlyDictionary<string, JsonElement> JsonOf(HttpContext context, string name)
    {
        if (context.Text(name) is not { } text)
        {
            return new Dictionary<string, JsonElement>();
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        DefinitionPublisher.RequireText(bytes);
        return JsonValues.Object((name, JsonValues.Parse(bytes))).Values(name);
    }

    private static IReadOnlyDictionary<string, JsonElement> Allowed(IReadOnlyDictionary<string, JsonElement> properties) =>
        properties.Count == 0 ? properties : properties.Where(property => !ReservedProperties.Contains(property.Key)).ToDictionary(StringComparer.Ordinal);

    private static string? Short(string name, string? text) => text is null || text.Length <= LongestText
        ? text
        : throw new DefinitionException($"/{name}", $"At most {LongestText} characters, {text.Length} came.", $"Au plus {LongestText} caractères, {text.Length} reçus.");

    private static string? ReadInstanceId(string? id) => id is null || (id.Length <= 100 && !id.AsSpan().ContainsAnyExceptInRange('!', '~'))
        ? id
        : throw new DefinitionException("/instanceId", "An instance id holds 1 to 100 visible ASCII characters.", "Un identifiant d'instance porte 1 à 100 caractères ASCII visibles.");

    private static int ReadCount(JsonElement count) => count.IsNothing() ? 1
        : count.ValueKind == JsonValueKind.Number && count.TryGetInt32(out var number) && number is >= 1 and <= DispatchWorkflow.MostAtOnce ? number
        : throw new DefinitionException(
            "/count",
            $"The count must be a whole number from 1 to {DispatchWorkflow.MostAtOnce}.",
            $"Le nombre doit être un entier de 1 à {DispatchWorkflow.MostAtOnce}.");
}

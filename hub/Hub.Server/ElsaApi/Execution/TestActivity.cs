using System.Text.Json;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Server.ElsaApi.Execution;

/// <summary>
/// <c>POST /tests/activities</c>: runs one activity of a definition by itself, for the designer's Test tab. Nothing is stored and
/// nothing outside is called: an activity that needs a journey or an outside call says so, or waits.
/// </summary>
internal static class TestActivity
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/tests/activities", HandleAsync)
        .WithName("testActivity")
        .WithMetadata(BodyKind.Json)
        .WithBodyLimit(BodyLimits.Command)
        .RequirePermission(Permissions.WorkflowsRun);

    private static async Task<IResult> HandleAsync(
        HttpContext context, IDefinitionStore definitions, GraphCache graphs, WorkflowRunner runner, CancellationToken cancellationToken)
    {
        var body = await ElsaJson.ReadBodyAsync(context, cancellationToken);
        if (FindVersion(body.Member("workflowDefinitionHandle"), context.Caller().Tenant, definitions) is not { } stored)
        {
            return Results.NotFound();
        }

        var graph = graphs.Check(TenantDefinitions.Read(stored), stored.Tenant);
        if (FindNode(body.Member("activityHandle"), graph) is not { } node || !node.Json.IsSet())
        {
            return Results.NotFound();
        }

        // The activity becomes the root of a workflow that has the same variables, with the values that the designer gives for tests.
        var alone = graph.Definition with { Root = node.Json };
        var values = graph.Definition.CustomProperties.Values("VariableTestValues");
        var burst = await runner.StartAsync(graphs.Check(alone, stored.Tenant), new StartWorkflow { Variables = values }, null, cancellationToken);
        return Answer(burst, node.Id);
    }

    private static IResult Answer(Burst burst, string activityId)
    {
        var record = burst.ActivityRecords.First(record => record.Node.Parent is { Parent: null } && record.Node.Id == activityId);
        IReadOnlyList<string> unnamed = record.Status == ActivityStatus.Completed ? ["Done"] : [];
        var outcomes = record.Outcomes ?? unnamed;
        return ElsaJson.Answer(writer =>
        {
            writer.WriteStartObject();
            WriteValues(writer, "activityState", record.ActivityState);
            WriteValues(writer, "outputs", record.Outputs);
            WriteTexts(writer, "outcomes", outcomes);
            writer.WriteStartObject("payload");
            WriteTexts(writer, "Outcomes", outcomes);
            writer.WriteEndObject();
            writer.WritePropertyName("exception");
            WriteFailure(writer, record.Failure);
            writer.WriteString("status", record.Status.ToString());
            writer.WriteEndObject();
        });
    }

    private static StoredDefinition? FindVersion(JsonElement handle, TenantId tenant, IDefinitionStore definitions) =>
        handle.Text("definitionVersionId") is { } versionId
            ? definitions.FindVersion(versionId) is { } version && version.IsSeenBy(tenant) ? version : null
            : handle.Text("definitionId") is { } definitionId
                ? definitions.Find(tenant, definitionId, ElsaQuery.Versions(handle.Member("versionOptions").AsText(), VersionOptions.Latest))
                : null;

    private static GraphNode? FindNode(JsonElement handle, WorkflowGraph graph) =>
        handle.Text("activityNodeId") is { } nodeId ? graph.FindByNodeId(nodeId) : handle.Text("activityId") is { } id ? graph.FindById(id) : null;

    private static void WriteValues(Utf8JsonWriter writer, string name, IEnumerable<KeyValuePair<string, JsonElement>> values)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            writer.WritePropertyName(key);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private static void WriteFailure(Utf8JsonWriter writer, FailureDescription? failure)
    {
        if (failure is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type", failure.Type);
        writer.WriteString("message", failure.Message);
        writer.WriteNull("stackTrace");
        writer.WritePropertyName("innerException");
        WriteFailure(writer, failure.Inner);
        writer.WriteEndObject();
    }
}

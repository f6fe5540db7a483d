using System.Text.Json;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Workflows.Graph;

namespace Hub.Server.ElsaApi.WorkflowDefinitions;

/// <summary>
/// Parts of a definition's graph, the insides of definitions used as activities included: what the designer asks for when somebody
/// opens such an activity, or follows the journal into one.
/// </summary>
internal static class DefinitionSubgraph
{
    private static readonly LocalizedText UnknownNode = new("Identifiant de nœud inconnu", "Unknown node ID");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-definitions/subgraph/{versionId}", Subgraph).WithName("getWorkflowSubgraph").RequirePermission(Permissions.WorkflowsRead);
        api.MapGet("/workflow-definitions/subgraph/segments/{versionId}", Segments).WithName("getWorkflowPathSegments").RequirePermission(Permissions.WorkflowsRead);
    }

    private static IResult Subgraph(string versionId, HttpContext context, IDefinitionStore definitions, GraphCache graphs)
    {
        if (Find(versionId, context, definitions, graphs) is not { } graph)
        {
            return Results.NotFound();
        }

        var node = context.Text("parentNodeId") is { } parent && graph.FindByNodeId(parent) is { } found ? found : graph.Workflow;
        return ElsaJson.Answer(writer => WriteNode(writer, node));
    }

    private static IResult Segments(string versionId, HttpContext context, IDefinitionStore definitions, GraphCache graphs)
    {
        if (Find(versionId, context, definitions, graphs) is not { } graph)
        {
            return Results.NotFound();
        }

        if (context.Text("childNodeId") is not { } childId || graph.FindByNodeId(childId) is not { } child)
        {
            return ElsaErrors.Validation(context, [UnknownNode]);
        }

        // Workflows and flowcharts are what one looks at; a segment is an activity that one went through to get there.
        var segments = new List<(GraphNode Node, string Port)>();
        var outermost = child;
        for (var (inner, outer) = (child, child.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            outermost = outer;
            if (outer.Descriptor.TypeName is not ("Elsa.Workflow" or "Elsa.Flowchart"))
            {
                segments.Insert(0, (outer, PortOf(inner)));
            }
        }

        var container = segments.Count > 0 ? segments[^1].Node : outermost;
        return ElsaJson.Answer(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("childNode");
            WriteNode(writer, child);
            writer.WritePropertyName("container");
            WriteNode(writer, container);
            writer.WriteStartArray("pathSegments");
            foreach (var (node, port) in segments)
            {
                writer.WriteStartObject();
                writer.WriteString("activityNodeId", node.NodeId);
                writer.WriteString("activityId", node.Id);
                writer.WriteString("activityType", node.Descriptor.TypeName);
                writer.WriteString("portName", port);
                writer.WriteString("activityName", node.Name ?? node.Descriptor.TypeName);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static WorkflowGraph? Find(string versionId, HttpContext context, IDefinitionStore definitions, GraphCache graphs) =>
        definitions.FindVersion(versionId) is { } found && found.IsSeenBy(context.Caller().Tenant) ? graphs.Get(found.VersionId) : null;

    private static void WriteNode(Utf8JsonWriter writer, GraphNode node)
    {
        writer.WriteStartObject();
        writer.WriteString("nodeId", node.NodeId);
        writer.WriteString("port", node.Parent is null ? "" : PortOf(node));
        writer.WritePropertyName("activity");
        DesignerWriter.WriteActivity(node, writer, withDefinitions: true);
        writer.WriteEndObject();
    }

    private static string PortOf(GraphNode node)
    {
        // The place of a step is a JSON Pointer: the member that holds it is the last name that is no position.
        var names = node.Place.Split('/');
        var last = names.Length - 1;
        while (last > 0 && (names[last].All(char.IsAsciiDigit) || (names[last] == "activity" && last > 1 && names[last - 1].All(char.IsAsciiDigit))))
        {
            last--;
        }

        return names[last].Length == 0 ? "Root" : char.ToUpperInvariant(names[last][0]) + names[last][1..];
    }
}

using System.Text.Json;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Schemas;
using Hub.Server.Schemas.Impact;
using Hub.Server.Schemas.Members;
using Hub.Server.Workflows.Activities;
using Hub.Server.Workflows.Readings;
using Hub.Workflows;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Checks;

/// <summary>A workflow with what its rules ask about it: its own steps, what their expressions read, what its connectors take.</summary>
internal sealed class CheckedWorkflow
{
    private readonly ValueOrigins origins;
    private readonly Lazy<IReadOnlyList<StepReading>> readings;

    public CheckedWorkflow(WorkflowGraph graph, SchemaCatalog schemas, IOperationSchemas operations, IConnectorCatalog connectors)
    {
        Graph = graph;
        Schemas = schemas;
        Connectors = connectors;
        origins = ValueOrigins.Of(graph, schemas.Resolve, operations);
        readings = new(() => DefinitionReadings.Of(origins));
    }

    public WorkflowGraph Graph { get; }

    public SchemaCatalog Schemas { get; }

    public IConnectorCatalog Connectors { get; }

    /// <summary>The definition's own steps, without those of the definitions that it uses.</summary>
    public IReadOnlyList<GraphNode> Steps => origins.Steps;

    /// <summary>What the steps read of values whose schema is known.</summary>
    public IReadOnlyList<StepReading> Readings => readings.Value;

    /// <summary>The type as the definition names it, also where nobody knows it.</summary>
    public static string TypeOf(GraphNode step) => step.Json.Member("type").AsText() is { Length: > 0 } type && type != "Elsa.NotFoundActivity"
        ? type
        : step.Json.Member("missingTypeName").AsText() ?? step.Descriptor.TypeName;

    /// <summary>The connector and operation that a step asks; null where it asks none, or an expression decides.</summary>
    public static (string Connector, string Operation)? Target(GraphNode step) => step.Activity switch
    {
        CallOperation called => (called.Step.Connector.Name, called.Step.Operation.Name),
        SendToConnector when Text(step, "Connector") is { } connector && Text(step, "Operation") is { } operation => (connector, operation),
        OpenCase when Text(step, "Connector") is { } connector => (connector, "openCase"),
        ResolveCitizen when Text(step, "Connector") is { } connector => (connector, "readIdentity"),
        RequestPayment when Text(step, "Connector") is { } connector => (connector, "requestPayment"),
        _ => null,
    };

    /// <summary>The text that an input has in every run, its default where the step gives none; null where it has none, or an expression decides.</summary>
    public static string? Text(GraphNode step, string input)
    {
        var text = IsGiven(step, input) ? StepExpression.Literal(step, input) : step.Descriptor.Inputs.FirstOrDefault(known => known.Name == input)?.DefaultValue.AsText();
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <summary>Whether the step gives an input a value, be it by an expression.</summary>
    public static bool IsGiven(GraphNode step, string input)
    {
        var json = step.Json.Member(input);
        var value = json.ValueKind == JsonValueKind.Object && json.Member("expression") is { ValueKind: JsonValueKind.Object } expression ? expression.Member("value") : json;
        return !value.IsNothing() && value.AsText() is not "" && !(value.ValueKind == JsonValueKind.Object && json.Member("expression").IsNothing() && json.Member("typeName").IsSet());
    }

    /// <summary>What a path of a schema's documents leads to; null where the schema, or one on the way, does not declare it.</summary>
    public SchemaMember? Member(string urn, IEnumerable<string> path)
    {
        if (!Schemas.Contains(urn))
        {
            return null;
        }

        SchemaMember? member = Schemas.Member(urn);
        foreach (var segment in path)
        {
            member = member?.Find(segment);
        }

        return member;
    }

    /// <summary>A finding about one member of a step.</summary>
    public static CheckFinding Finding(string rule, CheckSeverity severity, GraphNode step, string? member, LocalizedText message, LocalizedText help) => new(
        rule, severity, step.Id, NameOf(step), member is null ? step.Place : $"{step.Place}/{SchemaPlace.Escape(Camel(member))}", message, help);

    /// <summary>What the designer calls a step.</summary>
    public static string NameOf(GraphNode step) =>
        step.Json.Member("metadata").Member("displayText").AsText() is { Length: > 0 } shown ? shown
        : step.Name is { Length: > 0 } name ? name
        : step.Id;

    private static string Camel(string name) => name.Length > 0 ? char.ToLowerInvariant(name[0]) + name[1..] : name;
}

using Hub.Server.Exchange.Outbox;
using Hub.Server.Schemas;
using Hub.Server.Schemas.Impact;
using Hub.Server.Workflows.Checks.Rules;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Checks;

/// <summary>What is wrong with a workflow although it loads, found without running it.</summary>
internal sealed class WorkflowChecks(SchemaCatalog schemas, IOperationSchemas operations, IConnectorCatalog connectors)
{
    // Somebody who is told of more than this mends some and asks again.
    private const int MostFindings = 500;

    private static readonly IWorkflowRule[] Rules =
    [
        new CompilerWarnings(),
        new KnownSchemas(),
        new KnownOperations(),
        new RequiredFields(),
        new SchemaFields(),
        new ScriptNames(),
        new BoundVariables(),
        new IncidentRoutes(),
        new TimeOuts(),
        new PaymentKeys(),
        new PersonalDataSent(),
        new LegalDeadlines(),
    ];

    /// <summary>Every finding, in the order of the definition's steps.</summary>
    /// <param name="graph">Of a draft or a published version, as <see cref="GraphCache.Check"/> compiles it.</param>
    public IReadOnlyList<CheckFinding> Of(WorkflowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var workflow = new CheckedWorkflow(graph, schemas, operations, connectors);
        var order = workflow.Steps.Select((step, i) => (step.Id, i)).DistinctBy(pair => pair.Id).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        return
        [
            .. Rules.SelectMany(rule => rule.Check(workflow))
                .DistinctBy(finding => (finding.Rule, finding.Pointer, finding.Message.En))
                .OrderBy(finding => finding.ActivityId is { } id ? order.GetValueOrDefault(id, -1) : -1)
                .Take(MostFindings),
        ];
    }

    /// <summary>Whether a finding is about one of the hub's own activities, which <c>HUB__LINT=strict</c> does not let into force.</summary>
    public static bool IsOfHubActivity(CheckFinding finding, WorkflowGraph graph)
    {
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(graph);
        return finding.ActivityId is { } id && graph.FindById(id) is { } step && CheckedWorkflow.TypeOf(step).StartsWith("Hub.", StringComparison.Ordinal);
    }
}

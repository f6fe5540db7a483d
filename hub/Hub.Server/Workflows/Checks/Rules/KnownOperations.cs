using Hub.Server.Exchange.Outbox;
using Hub.Server.Workflows.Activities;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Checks.Rules;

/// <summary>A step asks a connector that no manifest describes, or for an operation that its manifest does not offer.</summary>
internal sealed class KnownOperations : IWorkflowRule
{
    public const string UnknownConnector = "unknown-connector";
    public const string UnknownOperation = "unknown-operation";

    public IEnumerable<CheckFinding> Check(CheckedWorkflow workflow) =>
        workflow.Steps.Select(step => Find(workflow, step)).OfType<CheckFinding>();

    private static CheckFinding? Find(CheckedWorkflow workflow, GraphNode step)
    {
        var type = CheckedWorkflow.TypeOf(step);
        var isGenerated = type.StartsWith(OperationStep.Prefix, StringComparison.Ordinal);
        (string? name, string? asked) = isGenerated && step.Activity is not CallOperation ? Split(type[OperationStep.Prefix.Length..])
            : CheckedWorkflow.Target(step) is { } target ? ((string?)target.Connector, (string?)target.Operation)
            : step.Activity is SendToConnector && CheckedWorkflow.Text(step, "Connector") is { } only ? ((string?)only, (string?)null)
            : (null, null);
        if (name is null)
        {
            return null;
        }

        if (workflow.Connectors.Find(name) is not { } connector)
        {
            var near = NearestName.Of(name, workflow.Connectors.All.Select(known => known.Name));
            return CheckedWorkflow.Finding(
                UnknownConnector,
                CheckSeverity.Error,
                step,
                isGenerated ? null : "Connector",
                new($"Aucun connecteur ne s'appelle « {name} » : l'étape attendrait sans fin.", $"No connector is called '{name}': the step would wait for ever."),
                near is null
                    ? new("Choisissez un connecteur de GET /api/connectors, ou installez son manifeste.", "Choose a connector of GET /api/connectors, or install its manifest.")
                    : new($"Vouliez-vous dire « {near} » ?", $"Did you mean '{near}'?"));
        }

        if (asked is null || connector.Find(asked) is { IsAsked: true })
        {
            return null;
        }

        var offered = connector.Operations.Where(operation => operation.IsAsked).Select(operation => operation.Name).ToArray();
        return CheckedWorkflow.Finding(
            UnknownOperation,
            CheckSeverity.Error,
            step,
            step.Activity is SendToConnector ? "Operation" : isGenerated ? null : "Connector",
            connector.Find(asked) is not null
                ? new($"« {asked} » est un événement que {connector.Title.Fr} signale ; on ne peut pas le demander.", $"'{asked}' is an event that {connector.Title.En} reports; it cannot be asked for.")
                : new($"{connector.Title.Fr} n'offre pas l'opération « {asked} ».", $"{connector.Title.En} does not offer the operation '{asked}'."),
            NearestName.Of(asked, offered) is { } close
                ? new($"Vouliez-vous dire « {close} » ?", $"Did you mean '{close}'?")
                : new($"Choisissez parmi : {string.Join(", ", offered)}.", $"Choose one of: {string.Join(", ", offered)}."));
    }

    // Connectors' names have no dots, operations' may.
    private static (string? Connector, string? Operation) Split(string name) =>
        name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? (name[..dot], name[(dot + 1)..]) : (name, null);
}

using Hub.Server.Workflows.Activities;

namespace Hub.Server.Workflows.Checks.Rules;

/// <summary>A step names a schema that is not in the catalogue.</summary>
internal sealed class KnownSchemas : IWorkflowRule
{
    public const string Rule = "unknown-schema";

    public IEnumerable<CheckFinding> Check(CheckedWorkflow workflow) =>
        from step in workflow.Steps
        where step.Activity is CitizenRequest or WaitForMessage or ValidatePayload
        let named = CheckedWorkflow.Text(step, "Schema")
        where named is not null && !workflow.Schemas.Contains(named)
        let near = NearestName.Of(named, workflow.Schemas.All.Select(schema => schema.Id).Distinct(StringComparer.Ordinal))
        select CheckedWorkflow.Finding(
            Rule,
            CheckSeverity.Error,
            step,
            "Schema",
            new($"Le schéma « {named} » n'est pas au catalogue.", $"The schema '{named}' is not in the catalogue."),
            near is null
                ? new("Choisissez un schéma de GET /api/schemas, ou ajoutez celui-ci au catalogue.", "Choose a schema of GET /api/schemas, or add this one to the catalogue.")
                : new($"Vouliez-vous dire « {near} » ?", $"Did you mean '{near}'?"));
}

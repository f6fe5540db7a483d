using Hub.Server.Workflows.Readings;
using Hub.Workflows;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Checks.Rules;

/// <summary>An input is taken from a variable, or an output given to one, that the workflow does not declare.</summary>
internal sealed class BoundVariables : IWorkflowRule
{
    public IEnumerable<CheckFinding> Check(CheckedWorkflow workflow)
    {
        foreach (var step in workflow.Steps)
        {
            var scope = StepScope.Of(step);
            foreach (var expression in StepExpression.Of(step).Where(expression => expression.Syntax == "Variable"))
            {
                var (id, name) = Reference(expression);
                if (id.Length > 0 && !scope.Ids.Contains(id) && !scope.Variables.Contains(name, StringComparer.Ordinal))
                {
                    yield return CheckedWorkflow.Finding(
                        ScriptNames.UnknownVariable,
                        CheckSeverity.Warning,
                        step,
                        expression.Input,
                        new($"L'entrée prend la variable « {name} », qui n'existe pas ici.", $"The input takes the variable '{name}', which does not exist here."),
                        new("Choisissez une variable du workflow.", "Choose one of the workflow's variables."));
                }
            }

            foreach (var output in step.Descriptor.Outputs)
            {
                if (StepExpression.Target(step, output.Name) is { Length: > 0 } target && !scope.Ids.Contains(target) && !IsWorkflowOutput(workflow.Graph, target))
                {
                    yield return CheckedWorkflow.Finding(
                        ScriptNames.UnknownVariable,
                        CheckSeverity.Warning,
                        step,
                        output.Name,
                        new($"La sortie {output.Name} va à « {target} », qui n'est ni une variable ni une sortie du workflow : elle se perd.", $"The output {output.Name} goes to '{target}', which is neither a variable nor an output of the workflow: it is lost."),
                        new("Choisissez une variable, ou laissez la sortie libre.", "Choose a variable, or leave the output free."));
                }
            }
        }
    }

    private static bool IsWorkflowOutput(WorkflowGraph graph, string name) => graph.Definition.Outputs.Any(output => string.Equals(output.Name, name, StringComparison.OrdinalIgnoreCase));

    private static (string Id, string Name) Reference(StepExpression expression)
    {
        var value = expression.Value;
        if (value.AsText() is { } text && text.TrimStart().StartsWith('{'))
        {
            try
            {
                value = JsonValues.Parse(text);
            }
            catch (System.Text.Json.JsonException)
            {
                return ("", "");
            }
        }

        var id = value.Member("id").AsText() ?? (value.ValueKind == System.Text.Json.JsonValueKind.String ? value.GetString() : null) ?? "";
        return (id, value.Member("name").AsText() ?? id);
    }
}

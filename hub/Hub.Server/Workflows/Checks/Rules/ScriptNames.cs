using System.Text.RegularExpressions;
using Hub.Expressions;
using Hub.Server.Workflows.Readings;
using Hub.Workflows;
using Hub.Workflows.Expressions.JavaScript;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Checks.Rules;

/// <summary>An expression names a variable, an input, or a step's output that the workflow does not have: it would read nothing, or stop.</summary>
internal sealed partial class ScriptNames : IWorkflowRule
{
    public const string UnknownVariable = "unknown-variable";
    public const string UnknownInput = "unknown-input";
    public const string UnknownOutput = "unknown-output";

    private static readonly HashSet<string> Functions = [.. ElsaSymbols.Functions.Select(symbol => symbol.Name)];

    public IEnumerable<CheckFinding> Check(CheckedWorkflow workflow)
    {
        var expressions = workflow.Steps.SelectMany(step => StepExpression.Of(step).Select(expression => (Step: step, Expression: expression))).ToArray();
        var made = expressions.Where(pair => pair.Expression.Syntax == "JavaScript").SelectMany(pair => MadeBy(pair.Expression.Value.AsText() ?? "")).ToHashSet(StringComparer.Ordinal);
        foreach (var (step, expression) in expressions)
        {
            var scope = StepScope.Of(step);
            if (expression.Syntax == "Input" && (expression.Value.Member("name").AsText() ?? expression.Value.AsText()) is { Length: > 0 } input && Input(workflow, step, expression, input) is { } wrong)
            {
                yield return wrong;
            }

            foreach (var path in ExpressionPaths.Of(expression))
            {
                if (Find(workflow, step, expression, path, scope, made) is { } finding)
                {
                    yield return finding;
                }
            }
        }
    }

    private static CheckFinding? Find(CheckedWorkflow workflow, GraphNode step, StepExpression expression, ExpressionPath path, StepScope scope, HashSet<string> made)
    {
        var first = path.Segments[0];
        if (first is "variables" or "Variables")
        {
            return path.Segments.Count > 1 && path.Segments[1] != ExpressionPath.AnyElement ? Variable(workflow, step, expression, path.Segments[1], scope, made) : null;
        }

        if (first == "Input" && expression.Syntax == "Liquid")
        {
            return path.Segments.Count > 1 ? Input(workflow, step, expression, path.Segments[1]) : null;
        }

        var open = first.IndexOf('(', StringComparison.Ordinal);
        if (open <= 0)
        {
            return null;
        }

        var (function, arguments) = (first[..open], first[(open + 1)..^1]);
        var literals = arguments.Length > 1 && !arguments.Contains('…', StringComparison.Ordinal) ? arguments.Trim('"').Split("\", \"") : [];
        return (function, literals) switch
        {
            ("getVariable", [var name]) => Variable(workflow, step, expression, name, scope, made),
            ("getInput", [var name]) => Input(workflow, step, expression, name),
            ("getOutputFrom", [var from, .. var rest]) => Output(workflow, step, expression, from, rest is [var output, ..] ? output : "Result"),
            _ when !Functions.Contains(function) && function.Length > 3 && function[..3] is "get" or "set" && char.IsUpper(function[3]) => Accessor(workflow, step, expression, function, scope, made),
            _ => null,
        };
    }

    private static CheckFinding? Variable(CheckedWorkflow workflow, GraphNode step, StepExpression expression, string name, StepScope scope, HashSet<string> made) =>
        scope.Variables.Contains(name, StringComparer.Ordinal) || made.Contains(name) ? null : CheckedWorkflow.Finding(
            UnknownVariable,
            CheckSeverity.Warning,
            step,
            expression.Input,
            new($"La variable « {name} » n'existe pas ici : elle ne vaut rien.", $"There is no variable '{name}' here: it has no value."),
            Mend(name, scope.Variables, new("Déclarez-la parmi les variables du workflow, ou corrigez son nom.", "Declare it among the workflow's variables, or correct its name.")));

    private static CheckFinding? Input(CheckedWorkflow workflow, GraphNode step, StepExpression expression, string name)
    {
        var known = workflow.Graph.Definition.Inputs.Select(input => input.Name).ToArray();
        return known.Contains(name, StringComparer.OrdinalIgnoreCase) ? null : CheckedWorkflow.Finding(
            UnknownInput,
            CheckSeverity.Warning,
            step,
            expression.Input,
            new($"Le workflow ne déclare pas d'entrée « {name} ».", $"The workflow does not declare an input '{name}'."),
            Mend(name, known, new("Déclarez-la parmi les entrées du workflow, ou corrigez son nom.", "Declare it among the workflow's inputs, or correct its name.")));
    }

    private static CheckFinding? Output(CheckedWorkflow workflow, GraphNode step, StepExpression expression, string from, string output)
    {
        var source = workflow.Steps.FirstOrDefault(candidate => candidate.Id == from || candidate.Name == from);
        if (source is null)
        {
            var names = workflow.Steps.Select(candidate => candidate.Name ?? candidate.Id);
            return CheckedWorkflow.Finding(
                UnknownOutput,
                CheckSeverity.Warning,
                step,
                expression.Input,
                new($"Aucune étape ne s'appelle « {from} ».", $"No step is called '{from}'."),
                Mend(from, names, new("Donnez l'identifiant ou le nom d'une étape.", "Give the id or the name of a step.")));
        }

        var known = source.Descriptor.Outputs.Select(descriptor => descriptor.Name).ToArray();
        return known.Contains(output, StringComparer.OrdinalIgnoreCase) ? null : CheckedWorkflow.Finding(
            UnknownOutput,
            CheckSeverity.Warning,
            step,
            expression.Input,
            new($"L'étape « {CheckedWorkflow.NameOf(source)} » ne donne pas de sortie « {output} ».", $"The step '{CheckedWorkflow.NameOf(source)}' has no output '{output}'."),
            known.Length == 0 ? new("Cette étape ne donne rien.", "This step gives nothing.")
                : new($"Elle donne : {string.Join(", ", known)}.", $"It gives: {string.Join(", ", known)}."));
    }

    // getOrders(), setOrders(…), getResultFromAsk(): the engine makes them of the workflow's own names.
    private static CheckFinding? Accessor(CheckedWorkflow workflow, GraphNode step, StepExpression expression, string function, StepScope scope, HashSet<string> made)
    {
        var name = function[3..];
        IEnumerable<string> known = scope.Variables.Concat(made).Select(StepScope.Accessor);
        if (function.StartsWith("get", StringComparison.Ordinal))
        {
            known = known
                .Concat(workflow.Graph.Definition.Inputs.Select(input => StepScope.Accessor(input.Name)))
                .Concat(from source in workflow.Steps
                        where !string.IsNullOrEmpty(source.Name)
                        from output in source.Descriptor.Outputs
                        select $"{StepScope.Accessor(output.Name)}From{StepScope.Accessor(source.Name!)}"); // not null, see above
        }

        var all = known.Distinct(StringComparer.Ordinal).ToArray();
        return all.Contains(name, StringComparer.Ordinal) ? null : CheckedWorkflow.Finding(
            name.Contains("From", StringComparison.Ordinal) ? UnknownOutput : UnknownVariable,
            CheckSeverity.Error,
            step,
            expression.Input,
            new(
                $"La fonction {function}() n'existe pas : aucune variable, entrée ou sortie d'étape ne porte ce nom.",
                $"There is no function {function}(): no variable, input or output of a step has this name."),
            Mend(name, all, new("Déclarez ce nom, ou corrigez-le.", "Declare this name, or correct it."), near => $"{function[..3]}{near}()"));
    }

    private static LocalizedText Mend(string name, IEnumerable<string> known, LocalizedText otherwise, Func<string, string>? shown = null)
    {
        var near = NearestName.Of(name, known);
        var text = near is null ? null : shown?.Invoke(near) ?? near;
        return text is null ? otherwise : new($"Vouliez-vous dire « {text} » ?", $"Did you mean '{text}'?");
    }

    // A script that sets a variable which nobody declares makes it for the rest of the instance.
    private static IEnumerable<string> MadeBy(string script) => Assignments().Matches(script).Select(match => match.Groups["name"].Value);

    [GeneratedRegex("""(variables\.|setVariable\(\s*["'`])(?<name>[\p{L}_$][\p{L}\p{N}_$]*)(\s*([-+*/%&|^?]{0,2}=[^=]|\+\+|--)|["'`]\s*,)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Assignments();
}

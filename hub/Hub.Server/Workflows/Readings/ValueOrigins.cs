using Hub.Expressions;
using Hub.Server.Schemas.Impact;
using Hub.Server.Workflows.Activities;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Readings;

/// <summary>
/// Which values of a workflow have a schema: what a citizen requested, a message brought, a connector answered; and what is a part of one,
/// by a variable that was set to it or a loop over it.
/// </summary>
internal sealed class ValueOrigins
{
    // A variable set from one that was set from one…
    private const int MostRounds = 8;

    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ValueOrigin>> variables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<GraphNode, Dictionary<string, ValueOrigin>> outputs = [];
    private readonly Dictionary<GraphNode, IReadOnlyList<ValueOrigin>> loops = [];

    private ValueOrigins(WorkflowGraph graph)
    {
        Steps = [.. graph.Nodes.Where(node => !IsInsideAnother(node))];
        foreach (var variable in graph.Definition.Variables.Concat(Steps.SelectMany(step => step.Variables)))
        {
            names[variable.Id] = variable.Name;
        }
    }

    /// <summary>The workflow's own steps; those of a workflow that it uses as an activity are that one's affair.</summary>
    public IReadOnlyList<GraphNode> Steps { get; }

    /// <summary>Expressions that only hand a part on to a variable or a loop, whose readers count instead.</summary>
    public HashSet<StepExpression> Forwarding { get; } = [];

    /// <summary>What the items are that the workflow's loops go through.</summary>
    public IEnumerable<ValueOrigin> LoopItems => loops.Values.SelectMany(items => items);

    /// <summary>What an output of a step is a part of; null where that is not known.</summary>
    public ValueOrigin? OfOutput(GraphNode step, string output) => outputs.TryGetValue(step, out var own) ? own.GetValueOrDefault(output) : null;

    /// <summary>What a variable was set to, wherever that is known.</summary>
    public IReadOnlyList<ValueOrigin> OfVariable(string name) => variables.GetValueOrDefault(name) ?? [];

    /// <param name="resolve">The schema that a reference of the definition means; null when unknown.</param>
    public static ValueOrigins Of(WorkflowGraph graph, Func<string, string?> resolve, IOperationSchemas operations)
    {
        var origins = new ValueOrigins(graph);
        foreach (var step in origins.Steps)
        {
            foreach (var (output, origin) in Declared(step, resolve, operations))
            {
                origins.outputs.TryAdd(step, new Dictionary<string, ValueOrigin>(StringComparer.OrdinalIgnoreCase));
                origins.outputs[step][output] = origin;
                origins.Give(StepExpression.Target(step, output), origin);
            }
        }

        for (var round = 0; round < MostRounds && origins.Forward(); round++)
        {
        }

        return origins;
    }

    /// <summary>The references to schemas that a definition makes, as it writes them.</summary>
    public static IEnumerable<string> References(WorkflowGraph graph) => graph.Nodes
        .Where(step => !IsInsideAnother(step) && step.Activity is CitizenRequest or WaitForMessage or ValidatePayload)
        .Select(step => StepExpression.Literal(step, "schema"))
        .OfType<string>()
        .Where(reference => reference.Length > 0)
        .Distinct(StringComparer.Ordinal);

    /// <summary>What a path of an expression begins at, and what is left of it below.</summary>
    public IEnumerable<(ValueOrigin Origin, IReadOnlyList<string> Below, bool IsComputed)> Begin(GraphNode step, IReadOnlyList<string> segments)
    {
        var first = segments[0];
        if (first is "variables" or "Variables")
        {
            return segments.Count > 1
                ? Named(step, segments[1]).Select(origin => (origin, (IReadOnlyList<string>)[.. segments.Skip(2)], false))
                : variables.Values.SelectMany(origins => origins).Select(origin => (origin, (IReadOnlyList<string>)[], true));
        }

        IReadOnlyList<string> rest = [.. segments.Skip(1)];
        if (Argument(first, "getVariable(") is { } name)
        {
            return name.Length > 0 ? Named(step, name).Select(origin => (origin, rest, false)) : variables.Values.SelectMany(origins => origins).Select(origin => (origin, rest, true));
        }

        if (Argument(first, "getOutputFrom(") is { } from)
        {
            var parts = from.Split("\", \"");
            return outputs.Where(pair => pair.Key.Id == parts[0] || pair.Key.Name == parts[0])
                .SelectMany(pair => pair.Value.Where(output => parts.Length < 2 || output.Key.Equals(parts[1], StringComparison.OrdinalIgnoreCase)))
                .Select(output => (output.Value, rest, false));
        }

        // The accessors that Elsa makes of names: getRequest(), getResultFromAskConnector().
        if (first.StartsWith("get", StringComparison.Ordinal) && first.EndsWith("()", StringComparison.Ordinal))
        {
            var accessor = first[3..^2];
            var ofVariable = variables.Where(pair => Plain(pair.Key) == Plain(accessor)).SelectMany(pair => pair.Value).ToArray();
            return ofVariable.Length > 0 || Plain(accessor) == "currentvalue"
                ? (ofVariable.Length > 0 ? ofVariable : Named(step, "CurrentValue")).Select(origin => (origin, rest, false))
                : outputs.Where(pair => pair.Key.Name is not null)
                    .SelectMany(pair => pair.Value.Where(output => Plain($"{output.Key}From{pair.Key.Name}") == Plain(accessor)))
                    .Select(output => (output.Value, rest, false));
        }

        return [];
    }

    /// <summary>What a step gives out, of the values whose schema is known.</summary>
    public IEnumerable<ValueOrigin> Given(GraphNode step) => outputs.TryGetValue(step, out var given) ? given.Values : [];

    /// <summary>The values that a variable expression takes whole.</summary>
    public IEnumerable<ValueOrigin> OfVariable(GraphNode step, System.Text.Json.JsonElement reference)
    {
        if (reference.AsText() is { } text && text.TrimStart().StartsWith('{'))
        {
            try
            {
                reference = JsonValues.Parse(text);
            }
            catch (System.Text.Json.JsonException)
            {
                return [];
            }
        }

        var id = reference.Member("id").AsText() ?? reference.AsText() ?? "";
        return Named(step, names.GetValueOrDefault(id) ?? reference.Member("name").AsText() ?? id);
    }

    private static IEnumerable<(string Output, ValueOrigin Origin)> Declared(GraphNode step, Func<string, string?> resolve, IOperationSchemas operations)
    {
        switch (step.Activity)
        {
            case CitizenRequest when StepExpression.Literal(step, "schema") is { Length: > 0 } reference && resolve(reference) is { } urn:
                yield return ("request", new ValueOrigin(urn, reference, []));
                break;
            case WaitForMessage when StepExpression.Literal(step, "schema") is { Length: > 0 } reference && resolve(reference) is { } urn:
                yield return ("payload", new ValueOrigin(urn, reference, []));
                break;
            case SendToConnector when StepExpression.Literal(step, "connector") is { } connector && StepExpression.Literal(step, "operation") is { } operation
                && operations.OutputOf(connector, operation) is { } answer:
                yield return ("result", new ValueOrigin(answer.Urn, answer.Reference, []));
                break;
            case CallOperation { Step: var called } when operations.OutputOf(called.Connector.Name, called.Operation.Name) is { } result:
                yield return (OutputDescriptor.Result, new ValueOrigin(result.Urn, result.Reference, []));
                foreach (var part in called.Results)
                {
                    yield return (part.Name, new ValueOrigin(result.Urn, result.Reference, [part.Member]));
                }

                break;
            case OpenCase when operations.OutputOf(StepExpression.Literal(step, "connector") ?? "citizen-relations", "openCase") is { } opened:
                yield return ("opened", new ValueOrigin(opened.Urn, opened.Reference, []));
                break;
            case ResolveCitizen when operations.OutputOf(StepExpression.Literal(step, "connector") ?? "france-connect", "readIdentity") is { } proof:
                yield return ("identity", new ValueOrigin(proof.Urn, proof.Reference, ["identity"]));
                break;
            case RequestPayment when operations.OutputOf(StepExpression.Literal(step, "connector") ?? "payfip", "payment.settled") is { } payment:
                yield return ("payment", new ValueOrigin(payment.Urn, payment.Reference, []));
                break;
        }
    }

    private bool Forward()
    {
        var isNews = false;
        foreach (var step in Steps)
        {
            switch (step.Descriptor.TypeName)
            {
                case "Elsa.SetVariable":
                    var id = step.Json.Member("variable") is { ValueKind: System.Text.Json.JsonValueKind.Object } picked ? picked.Member("id").AsText() : step.Json.Member("variable").AsText();
                    foreach (var origin in Handed(step, "value"))
                    {
                        isNews |= Give(id, origin);
                    }

                    break;
                case "Elsa.ForEach" or "Elsa.ParallelForEach":
                    ValueOrigin[] items = [.. Handed(step, "items").Select(origin => origin.Below(ExpressionPath.AnyElement))];
                    if (items.Length > 0 && !loops.ContainsKey(step))
                    {
                        loops[step] = items;
                        isNews = true;
                        foreach (var item in items)
                        {
                            Give(StepExpression.Target(step, "currentValue"), item);
                        }
                    }

                    break;
            }
        }

        return isNews;
    }

    // What an input hands on, where its expression is a path and nothing else.
    private IEnumerable<ValueOrigin> Handed(GraphNode step, string input)
    {
        foreach (var expression in StepExpression.Of(step).Where(expression => string.Equals(expression.Input, input, StringComparison.OrdinalIgnoreCase)))
        {
            var found = expression.Syntax == "Variable"
                ? [.. OfVariable(step, expression.Value)]
                : ExpressionPaths.Only(expression) is { } path
                    ? Begin(step, path.Segments).Where(part => !part.IsComputed).Select(part => part.Origin.Below([.. part.Below])).ToArray()
                    : [];
            if (found.Length > 0)
            {
                Forwarding.Add(expression);
            }

            foreach (var origin in found)
            {
                yield return origin;
            }
        }
    }

    private bool Give(string? variableId, ValueOrigin origin)
    {
        if (variableId is null)
        {
            return false;
        }

        var name = names.GetValueOrDefault(variableId, variableId);
        if (!variables.TryGetValue(name, out var known))
        {
            variables[name] = known = [];
        }

        if (known.Any(other => other.Urn == origin.Urn && other.Path.SequenceEqual(origin.Path)))
        {
            return false;
        }

        known.Add(origin);
        return true;
    }

    private IReadOnlyList<ValueOrigin> Named(GraphNode step, string name)
    {
        if (name.Equals("CurrentValue", StringComparison.OrdinalIgnoreCase))
        {
            for (var holder = step.Parent; holder is not null; holder = holder.Parent)
            {
                if (loops.TryGetValue(holder, out var items))
                {
                    return items;
                }
            }
        }

        return variables.GetValueOrDefault(name) ?? [];
    }

    // The texts of a call's arguments, between the outer quotes; empty where one is not a literal.
    private static string? Argument(string segment, string call)
    {
        if (!segment.StartsWith(call, StringComparison.Ordinal))
        {
            return null;
        }

        var inside = segment[call.Length..^1];
        return inside.Contains('…', StringComparison.Ordinal) ? "" : inside.Trim('"');
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static bool IsInsideAnother(GraphNode node)
    {
        for (var holder = node.Parent; holder is not null; holder = holder.Parent)
        {
            if (holder.Descriptor.CustomProperties.ContainsKey("WorkflowDefinitionId"))
            {
                return true;
            }
        }

        return false;
    }
}

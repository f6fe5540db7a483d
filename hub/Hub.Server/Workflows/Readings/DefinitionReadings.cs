using Hub.Server.Schemas.Impact;
using Hub.Server.Workflows.Activities;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Readings;

/// <summary>What the expressions of one workflow read from values whose schema is known.</summary>
internal static class DefinitionReadings
{
    /// <param name="resolve">The schema that a reference of the definition means; null when unknown.</param>
    public static IReadOnlyList<StepReading> Of(WorkflowGraph graph, Func<string, string?> resolve, IOperationSchemas operations) => Of(ValueOrigins.Of(graph, resolve, operations));

    /// <summary>As above, where the origins are known already.</summary>
    public static IReadOnlyList<StepReading> Of(ValueOrigins origins) =>
        [.. from step in origins.Steps
            from expression in StepExpression.Of(step)
            from reading in Of(origins, step, expression)
            select reading];

    private static IEnumerable<StepReading> Of(ValueOrigins origins, GraphNode step, StepExpression expression)
    {
        if (origins.Forwarding.Contains(expression))
        {
            return [];
        }

        var kind = step.Activity is ConnectorCall ? SchemaReaderKind.Mapping : SchemaReaderKind.Workflow;
        var place = $"{step.Id}/{expression.Input}";
        if (expression.Syntax == "Variable")
        {
            return origins.OfVariable(step, expression.Value).Select(origin => new StepReading(kind, place, 0, 0, origin, origin.Path, ReadingExtent.Value) { Step = step, Input = expression.Input });
        }

        StepReading[] found =
        [
            .. from path in ExpressionPaths.Of(expression)
               from begin in origins.Begin(step, path.Segments)
               select new StepReading(
                   kind, place, path.Line, path.Column, begin.Origin, [.. begin.Origin.Path, .. begin.Below], path.IsPartial || begin.IsComputed ? ReadingExtent.Computed : ReadingExtent.Value)
            {
                Step = step,
                Input = expression.Input,
            },
        ];

        // A name that stands for a part of the value is not the value handed on: only what is read below it counts.
        return found.Where(reading => reading.Extent == ReadingExtent.Computed || !found.Any(other => other.Origin == reading.Origin && IsAbove(reading.Path, other.Path)));
    }

    private static bool IsAbove(IReadOnlyList<string> path, IReadOnlyList<string> other) => other.Count > path.Count && other.Take(path.Count).SequenceEqual(path);
}

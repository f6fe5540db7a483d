using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Readings;

/// <summary>One expression of a step, as the designer wrote it.</summary>
/// <param name="Input">The step's member that holds it, such as <c>payload</c>.</param>
/// <param name="Syntax"><c>JavaScript</c>, <c>Liquid</c>, <c>Variable</c>, <c>Literal</c> and so on.</param>
internal sealed record StepExpression(string Input, string Syntax, JsonElement Value)
{
    private static readonly string[] Syntaxes = ["JavaScript", "Liquid", "Variable", "Literal", "Object", "Json", "Input", "Output"];

    /// <summary>Every expression of a step itself, those of its cases and transitions among them; not those of the steps that it holds.</summary>
    public static IEnumerable<StepExpression> Of(GraphNode step) => step.Json.ValueKind != JsonValueKind.Object ? [] :
        step.Json.EnumerateObject()
            .Where(member => member.Name is not ("activities" or "connections" or "metadata" or "customProperties" or "variables"))
            .SelectMany(member => In(member.Name, member.Value))
            .Select(expression => IsScript(step, expression) ? expression with { Syntax = "JavaScript" } : expression);

    /// <summary>The text that an input has in every run; null where it has none, or an expression decides.</summary>
    public static string? Literal(GraphNode step, string input)
    {
        var value = step.Json.Member(input);
        var expression = value.Member("expression");
        return expression.ValueKind == JsonValueKind.Object
            ? expression.Member("type").AsText() is null or "Literal" ? expression.Member("value").AsText() : null
            : value.AsText();
    }

    /// <summary>The id of the variable that takes an output; null where none does.</summary>
    public static string? Target(GraphNode step, string output) => step.Json.Member(output).Member("memoryReference").Member("id").AsText();

    private static IEnumerable<StepExpression> In(string input, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object when json.Member("expression") is { ValueKind: JsonValueKind.Object } wrapped:
                return [new StepExpression(input, wrapped.Member("type").AsText() ?? "Literal", wrapped.Member("value"))];
            case JsonValueKind.Object when json.Member("type").AsText() is { } type && Syntaxes.Contains(type):
                return [new StepExpression(input, type, json.Member("value"))];
            case JsonValueKind.Object when json.Member("type").AsText() is { } step && step.Contains('.', StringComparison.Ordinal) && json.Member("id").ValueKind == JsonValueKind.String:
                return []; // a step of its own
            case JsonValueKind.Object:
                return json.EnumerateObject().SelectMany(member => In(input, member.Value));
            case JsonValueKind.Array:
                return json.EnumerateArray().SelectMany(item => In(input, item));
            default:
                return [];
        }
    }

    // Its program is a literal text.
    private static bool IsScript(GraphNode step, StepExpression expression) =>
        step.Descriptor.TypeName == "Elsa.RunJavaScript" && expression is { Syntax: "Literal" } && string.Equals(expression.Input, "script", StringComparison.OrdinalIgnoreCase);
}

using System.Text.Json;
using Hub.Workflows.Definitions;
using Hub.Workflows.Expressions;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Branching;

/// <summary>The cases of a switch: <c>{label, condition}</c>, kept plain in the activity's JSON.</summary>
internal sealed class SwitchCases
{
    private readonly string[] _labels;
    private readonly CompiledExpression?[] _conditions;

    private SwitchCases(string[] labels, CompiledExpression?[] conditions)
    {
        _labels = labels;
        _conditions = conditions;
    }

    public static SwitchCases None { get; } = new([], []);

    public static SwitchCases Read(NodeCompilation compilation)
    {
        var cases = DefinitionReader.Items(compilation.Member("cases"), $"{compilation.Node.Place}/cases");
        var labels = new string[cases.Count];
        var conditions = new CompiledExpression?[cases.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = cases[i].Member("label").AsText() ?? "";
            var condition = cases[i].Member("condition");
            // The designer may wrap the condition as it wraps inputs.
            condition = condition.Member("expression") is { ValueKind: JsonValueKind.Object } wrapped ? wrapped : condition;
            conditions[i] = condition.IsNothing() ? null : compilation.CompileExpression(condition, "Boolean");
        }

        return new SwitchCases(labels, conditions);
    }

    public string Label(int position) => _labels[position];

    /// <summary>Positions of the cases that hold: the first one, or with <c>MatchAny</c> all.</summary>
    public List<int> Matching(ActivityContext context)
    {
        var all = context.GetText("Mode") is "MatchAny" or "1";
        var matching = new List<int>();
        for (var i = 0; i < _conditions.Length; i++)
        {
            if (!Holds(context, i))
            {
                continue;
            }

            matching.Add(i);
            if (!all)
            {
                break;
            }
        }

        return matching;
    }

    public static InputDescriptor ModeInput { get; } = new()
    {
        Name = "Mode",
        TypeName = "Elsa.Workflows.Activities.SwitchMode, Elsa.Workflows.Core",
        Description = ("Take the first case that holds, or every one.", "Prendre le premier cas vérifié, ou tous."),
        UIHint = "dropdown",
        DefaultValue = JsonValues.From("MatchFirst"),
        Choices = [new("MatchFirst", ("The first case", "Le premier cas")), new("MatchAny", ("Every case", "Tous les cas"))],
    };

    private bool Holds(ActivityContext context, int position)
    {
        try
        {
            return _conditions[position]?.Evaluate(context).ValueKind == JsonValueKind.True;
        }
        catch (ExpressionFailedException failure)
        {
            throw new ActivityFaultException($"Failed to evaluate the condition of the case '{_labels[position]}'", failure);
        }
    }
}

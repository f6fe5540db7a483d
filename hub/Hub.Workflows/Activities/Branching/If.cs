using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Branching;

/// <summary>Runs one of two activities.</summary>
internal sealed class If : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.If",
        Category = Categories.Branching,
        DisplayName = ("If", "Si"),
        Description = ("Runs Then or Else, by a condition.", "Exécute Alors ou Sinon, selon une condition."),
        Inputs =
        [
            new() { Name = "Condition", TypeName = "Boolean", Description = ("The condition.", "La condition."), UIHint = "singleline", DefaultValue = JsonValues.False },
        ],
        Outputs = [new() { Name = OutputDescriptor.Result, TypeName = "Boolean", Description = ("What the condition gave.", "Le résultat de la condition.") }],
        Ports = [PortDescriptor.Embedded("Then", ("Then", "Alors")), PortDescriptor.Embedded("Else", ("Else", "Sinon"))],
    };

    private GraphNode? _then;
    private GraphNode? _else;

    public override void Compile(NodeCompilation compilation)
    {
        _then = compilation.Port("Then");
        _else = compilation.Port("Else");
    }

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var holds = context.GetBoolean("Condition");
        context.SetOutput(OutputDescriptor.Result, JsonValues.From(holds));
        context.Schedule(holds ? _then : _else, "branch");
        return default;
    }
}

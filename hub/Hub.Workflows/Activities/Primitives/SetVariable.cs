using Hub.Workflows.Expressions;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Primitives;

/// <summary>Gives a variable a value. The variable is found by its id.</summary>
internal sealed class SetVariable : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.SetVariable",
        Category = Categories.Primitives,
        DisplayName = ("Set Variable", "Définir une variable"),
        Description = ("Gives a variable a value.", "Donne une valeur à une variable."),
        AutoCompletes = true,
        Inputs =
        [
            new() { Name = "Variable", TypeName = "Variable", IsWrapped = false, Description = ("The variable.", "La variable."), UIHint = "variable-picker" },
            new() { Name = "Value", Description = ("The value.", "La valeur.") },
        ],
    };

    private string? _variableId;
    private string? _variableName;

    public override void Compile(NodeCompilation compilation)
    {
        try
        {
            (_variableId, _variableName) = Reference.Read(compilation.Member("variable"), "variable");
        }
        catch (ExpressionFailedException)
        {
            compilation.Warn("no-variable", (
                "Set Variable names no variable, so the step fails when it is reached. Pick one in the designer.",
                "« Définir une variable » ne nomme aucune variable : l'étape échoue quand elle est atteinte. Choisissez-en une."));
        }
    }

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        if (_variableId is null || !context.TrySetVariableById(_variableId, context.GetInput("Value") is var value && value.IsSet() ? value : JsonValues.Null))
        {
            context.Fault($"Variable '{_variableName ?? _variableId}' not found.");
        }

        return default;
    }
}

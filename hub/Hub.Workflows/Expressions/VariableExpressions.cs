using System.Text.Json;
using Hub.Workflows.Activities.Composition;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Expressions;

/// <summary>The current value of a variable: text holding the variable's JSON, or the object itself. Found by id, else by name.</summary>
internal sealed class VariableExpressions : IExpressionEvaluator
{
    public string Syntax => "Variable";

    public CompiledExpression Compile(JsonElement value, ExpressionSite site)
    {
        var (id, name) = Reference.Read(value, "variable");
        for (var node = site.Node.Activity is WorkflowDefinitionActivity ? site.Node.Parent : site.Node; node is not null; node = node.Parent)
        {
            for (var slot = 0; slot < node.VariableSlots.Length; slot++)
            {
                if (node.VariableSlots[slot].Id == id)
                {
                    return new Declared(node, slot, site.TypeName);
                }
            }
        }

        // Loops bring variables that nobody declares.
        return new ByName(name ?? id, site.TypeName);
    }

    private sealed class Declared(GraphNode declaring, int slot, string typeName) : CompiledExpression
    {
        public override bool ReadsOutputs => false;

        public override JsonElement Evaluate(ActivityContext context) => ValueConversion.Strict(VariableScope.Get(context, declaring, slot), typeName);
    }

    private sealed class ByName(string name, string typeName) : CompiledExpression
    {
        public override bool ReadsOutputs => false;

        public override JsonElement Evaluate(ActivityContext context) =>
            VariableScope.TryGet(context, name, out var value) ? ValueConversion.Strict(value, typeName) : JsonValues.Null;
    }
}

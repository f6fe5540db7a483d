using System.Text.Json;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Expressions;

/// <summary>The value of a workflow input; inside a definition used as an activity, that activity's input.</summary>
internal sealed class InputExpressions : IExpressionEvaluator
{
    public string Syntax => "Input";

    public CompiledExpression Compile(JsonElement value, ExpressionSite site)
    {
        var (id, name) = Reference.Read(value, "workflow input");
        return new Named(name ?? id, site.TypeName);
    }

    private sealed class Named(string name, string typeName) : CompiledExpression
    {
        public override bool ReadsOutputs => false;

        public override JsonElement Evaluate(ActivityContext context) => ValueConversion.Strict(WorkflowInputs.Get(context, name), typeName);
    }
}

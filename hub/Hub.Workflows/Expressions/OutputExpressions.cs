using System.Text.Json;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Expressions;

/// <summary>The present value of a workflow output, by name.</summary>
internal sealed class OutputExpressions : IExpressionEvaluator
{
    public string Syntax => "Output";

    public CompiledExpression Compile(JsonElement value, ExpressionSite site)
    {
        var (id, name) = Reference.Read(value, "workflow output");
        return new Named(name ?? id, site.TypeName);
    }

    private sealed class Named(string name, string typeName) : CompiledExpression
    {
        public override bool ReadsOutputs => false;

        public override JsonElement Evaluate(ActivityContext context) =>
            context.Instance.Output.TryGetValue(name, out var value) ? ValueConversion.Strict(value, typeName) : JsonValues.Null;
    }
}

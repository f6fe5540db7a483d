using System.Text.Json;
using Hub.Expressions;
using Hub.Expressions.Liquid;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Expressions.Liquid;

/// <summary>A Liquid template (contract §10), read with its definition and rendered under the runner's budget; its text is converted to the input's type.</summary>
internal sealed class LiquidExpressions : IExpressionEvaluator
{
    public string Syntax => "Liquid";

    public CompiledExpression Compile(JsonElement value, ExpressionSite site)
    {
        var text = value.AsText();
        if (string.IsNullOrEmpty(text))
        {
            return new ConstantExpression(JsonValues.Null);
        }

        try
        {
            return new Compiled(LiquidTemplate.Compile(text), site.TypeName);
        }
        catch (ExpressionException error)
        {
            throw new ExpressionFailedException(error.Message, error);
        }
    }

    private sealed class Compiled(LiquidTemplate template, string typeName) : CompiledExpression
    {
        // A template sees variables and inputs only.
        public override bool ReadsOutputs => false;

        public override JsonElement Evaluate(ActivityContext context)
        {
            var run = context.Run;
            try
            {
                var text = template.Render(new ElsaLiquidModel(context), run.Options.ExpressionBudget, run.Clock, run.CancellationToken);
                return ValueConversion.Strict(JsonValues.From(text), typeName);
            }
            catch (ExpressionException error)
            {
                throw new ExpressionFailedException(error.Message, error);
            }
        }
    }
}

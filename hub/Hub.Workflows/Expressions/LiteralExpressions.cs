using System.Text.Json;

namespace Hub.Workflows.Expressions;

/// <summary>A JSON scalar, often text, converted to the input's type once and for all.</summary>
internal sealed class LiteralExpressions : IExpressionEvaluator
{
    public string Syntax => "Literal";

    public CompiledExpression Compile(JsonElement value, ExpressionSite site) => new ConstantExpression(ValueConversion.Strict(value, site.TypeName));
}

using System.Text.Json;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Expressions;

/// <summary>A value known when the definition is compiled.</summary>
internal sealed class ConstantExpression(JsonElement value) : CompiledExpression
{
    public override bool IsConstant => true;

    public JsonElement Value => value;

    public override JsonElement Evaluate(ActivityContext context) => value;
}

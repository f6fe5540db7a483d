using System.Text.Json;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Expressions;

/// <summary>An expression with a mistake that was found when the definition was compiled: it loads, and fails where it is used.</summary>
internal sealed class FailingExpression(string message) : CompiledExpression
{
    public override bool ReadsOutputs => false;

    public override JsonElement Evaluate(ActivityContext context) => throw new ExpressionFailedException(message);
}

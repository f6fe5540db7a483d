using System.Text.Json;
using Hub.Expressions;

namespace Hub.Workflows.Expressions;

/// <summary>The expression syntaxes that definitions may use, by name.</summary>
internal static class ExpressionSyntaxes
{
    private static readonly Dictionary<string, IExpressionEvaluator> ByName = new IExpressionEvaluator[]
    {
        new LiteralExpressions(),
        new ObjectExpressions("Object"),
        new ObjectExpressions("Json"),
        new VariableExpressions(),
        new InputExpressions(),
        new OutputExpressions(),
        new JavaScript.JavaScriptExpressions(),
        new Liquid.LiquidExpressions(),
    }.ToDictionary(syntax => syntax.Syntax, StringComparer.Ordinal);

    /// <summary>Compiles <c>{"type","value"}</c>; a mistake becomes an expression that fails when it is evaluated, with the same message.</summary>
    /// <param name="expression">The object; a bare scalar is a literal.</param>
    /// <param name="site">Where it stands.</param>
    /// <param name="mistake">Why it can never be evaluated; null when it can.</param>
    public static CompiledExpression Compile(JsonElement expression, ExpressionSite site, out LocalizedText? mistake)
    {
        mistake = null;
        try
        {
            if (expression.ValueKind != JsonValueKind.Object)
            {
                return ByName["Literal"].Compile(expression, site);
            }

            var type = expression.Member("type").AsText() ?? "Literal";
            return ByName.TryGetValue(type, out var syntax)
                ? syntax.Compile(expression.Member("value"), site)
                : throw new ExpressionFailedException($"The expression syntax {type} is not supported here; use one of {string.Join(", ", ByName.Keys)}.");
        }
        catch (ExpressionFailedException failure)
        {
            // The expression engines say it in both languages.
            mistake = (failure.Message, failure.InnerException is ExpressionException { MessageFrench: var french } ? french : failure.Message);
            return new FailingExpression(failure.Message);
        }
    }
}

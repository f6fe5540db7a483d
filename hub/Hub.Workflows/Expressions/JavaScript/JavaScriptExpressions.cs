using System.Text.Json;
using Hub.Expressions;
using Hub.Expressions.JavaScript;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Expressions.JavaScript;

/// <summary>A script (contract §9), compiled with its definition and evaluated under the runner's budget.</summary>
internal sealed class JavaScriptExpressions : IExpressionEvaluator
{
    public string Syntax => "JavaScript";

    public CompiledExpression Compile(JsonElement value, ExpressionSite site)
    {
        var source = value.AsText();
        return string.IsNullOrWhiteSpace(source) ? new ConstantExpression(JsonValues.Null) : new Compiled(CompileScript(source), site.TypeName, MayReadOutputs(source));
    }

    /// <summary>Compiles a script.</summary>
    /// <exception cref="ExpressionFailedException">It is wrong; the message says where.</exception>
    public static Script CompileScript(string source)
    {
        try
        {
            return Script.Compile(source);
        }
        catch (ExpressionException error)
        {
            throw new ExpressionFailedException(error.Message, error);
        }
    }

    /// <summary>Whether a script could call <c>getOutputFrom</c>, <c>getXFromY</c> or <c>getLastResult</c>, also by a name that it spells in another way.</summary>
    public static bool MayReadOutputs(string source) =>
        source.Contains("From", StringComparison.Ordinal)
        || source.Contains("LastResult", StringComparison.Ordinal)
        || source.Contains("this", StringComparison.Ordinal)
        || source.Contains("\\u", StringComparison.Ordinal);

    /// <summary>Evaluates a script in the scope of an execution.</summary>
    /// <exception cref="ExpressionFailedException">It threw, or a budget ran out.</exception>
    public static JsonElement Evaluate(Script script, ElsaScriptHost host)
    {
        var run = host.Context.Run;
        try
        {
            var result = script.Evaluate(host, run.Options.ExpressionBudget, run.Clock, host.NextRandom, run.CancellationToken);
            return result.IsSet() ? result : JsonValues.Null;
        }
        catch (ExpressionException error)
        {
            throw new ExpressionFailedException(error.Message, error);
        }
    }

    private sealed class Compiled(Script script, string typeName, bool readsOutputs) : CompiledExpression
    {
        public override bool ReadsOutputs => readsOutputs;


        public override JsonElement Evaluate(ActivityContext context) =>
            ValueConversion.Strict(JavaScriptExpressions.Evaluate(script, new ElsaScriptHost(context)), typeName);
    }
}

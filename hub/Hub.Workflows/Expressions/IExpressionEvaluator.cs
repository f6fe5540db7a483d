using System.Text.Json;

namespace Hub.Workflows.Expressions;

/// <summary>One expression syntax of Elsa. To add one: one file, and one line in <see cref="ExpressionSyntaxes"/>.</summary>
internal interface IExpressionEvaluator
{
    /// <summary>Elsa's name of the syntax, compared exactly.</summary>
    string Syntax { get; }

    /// <summary>Prepares an expression for the place where it stands.</summary>
    /// <param name="value">The expression's <c>value</c> member; not set when absent.</param>
    /// <param name="site">Where it stands and what it must become.</param>
    /// <exception cref="ExpressionFailedException">It can never be evaluated; running the activity will say so.</exception>
    CompiledExpression Compile(JsonElement value, ExpressionSite site);
}

using Hub.Expressions;
using Hub.Expressions.Authoring;
using Hub.Workflows;

namespace Hub.Server.Workflows.Readings;

/// <summary>The paths that an expression of a step reads. One that cannot be compiled reads nothing: it fails wherever it is reached.</summary>
internal static class ExpressionPaths
{
    public static IReadOnlyList<ExpressionPath> Of(StepExpression expression) => expression.Syntax is "JavaScript" or "Liquid" && expression.Value.AsText() is { Length: > 0 } source
        ? ExpressionAuthoring.Check(expression.Syntax == "Liquid" ? ExpressionLanguage.Liquid : ExpressionLanguage.JavaScript, source).Paths
        : [];

    /// <summary>The path that the expression is, when it is nothing else; null otherwise.</summary>
    public static ExpressionPath? Only(StepExpression expression)
    {
        if (Of(expression) is not [{ IsPartial: false } path])
        {
            return null;
        }

        var text = expression.Value.AsText()!.Trim().TrimEnd(';').Trim(); // Of has found one
        text = text.StartsWith("return ", StringComparison.Ordinal) ? text[7..].Trim() : text.StartsWith("{{", StringComparison.Ordinal) ? text.Trim('{', '}').Trim() : text;
        foreach (var fallback in (ReadOnlySpan<string>)["?? []", "|| []", "?? {}", "|| {}", "?? null"])
        {
            text = text.EndsWith(fallback, StringComparison.Ordinal) ? text[..^fallback.Length].Trim() : text;
        }

        return Plain(text) == Plain(path.ToString()) ? path : null;
    }

    // Both ways to quote, both ways to reach a member.
    private static string Plain(string path) => path.Replace("?.", ".", StringComparison.Ordinal).Replace('\'', '"').Replace(" ", "", StringComparison.Ordinal);
}

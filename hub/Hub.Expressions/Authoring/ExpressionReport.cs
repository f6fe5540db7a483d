namespace Hub.Expressions.Authoring;

/// <summary>What reading an expression tells.</summary>
/// <param name="Diagnostics">Its mistakes; readers stop at the first. Empty when it is right, and then the rest is filled.</param>
/// <param name="FreeVariables">The names that it takes from outside.</param>
/// <param name="Paths">The property paths that it reads from them, to compare with schemas. A JavaScript call with literals is one segment: <c>getInput("a")</c>.</param>
public sealed record ExpressionReport(IReadOnlyList<ExpressionDiagnostic> Diagnostics, IReadOnlySet<string> FreeVariables, IReadOnlyList<ExpressionPath> Paths)
{
    /// <summary>Whether the expression can be compiled.</summary>
    public bool IsValid => Diagnostics.Count == 0;
}

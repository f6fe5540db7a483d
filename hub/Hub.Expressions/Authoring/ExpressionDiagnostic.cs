namespace Hub.Expressions.Authoring;

/// <summary>Something wrong with an expression, found without running it.</summary>
/// <param name="Kind">What sort of mistake it is.</param>
/// <param name="Line">Line, from 1; 0 when it concerns the whole.</param>
/// <param name="Column">Column in UTF-16 units, from 1.</param>
/// <param name="English">The message in English, with the place.</param>
/// <param name="French">The message in French, with the place.</param>
public sealed record ExpressionDiagnostic(ExpressionErrorKind Kind, int Line, int Column, string English, string French);

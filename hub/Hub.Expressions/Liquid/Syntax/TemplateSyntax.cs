using Hub.Expressions.Liquid.Execution;

namespace Hub.Expressions.Liquid.Syntax;

/// <summary>A template as it was read.</summary>
internal sealed record TemplateSyntax(string Text, LiquidNode[] Body, IReadOnlySet<string> FreeVariables, IReadOnlyList<ExpressionPath> Paths);

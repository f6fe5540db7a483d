namespace Hub.Expressions;

/// <summary>
/// A property path that an expression reads, such as <c>Variables.order.lines[].price</c>: names as segments, <c>[]</c> for any
/// element of a list. Where the path is computed at run time it ends early, and <see cref="IsPartial"/> says so.
/// </summary>
/// <param name="Segments">The names, from the free variable down.</param>
/// <param name="IsPartial">Whether more may be read below, by a name known only at run time or by a function.</param>
/// <param name="Line">Line of its first appearance, from 1.</param>
/// <param name="Column">Column of its first appearance in UTF-16 units, from 1.</param>
public sealed record ExpressionPath(IReadOnlyList<string> Segments, bool IsPartial, int Line, int Column)
{
    /// <summary>The segment that stands for any element of a list.</summary>
    public const string AnyElement = "[]";

    /// <summary>The path as text, such as <c>Variables.order.lines[].price</c>.</summary>
    public override string ToString() => string.Join('.', Segments).Replace("." + AnyElement, AnyElement, StringComparison.Ordinal);
}

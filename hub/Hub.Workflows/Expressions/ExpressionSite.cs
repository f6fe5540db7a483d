using Hub.Workflows.Graph;

namespace Hub.Workflows.Expressions;

/// <summary>Where an expression stands: the step it belongs to, and the type its value is converted to.</summary>
/// <param name="Node">The step.</param>
/// <param name="TypeName">Type alias.</param>
internal readonly record struct ExpressionSite(GraphNode Node, string TypeName);

using System.Text.Json;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities;

/// <summary>What a parent learns when a child that it scheduled has completed.</summary>
/// <param name="Callback">The name given when the child was scheduled.</param>
/// <param name="Node">The child's step; null when a missing child was scheduled, which completes at once.</param>
/// <param name="Context">The child's execution; null when there was none.</param>
/// <param name="Outcomes">The outcomes it completed with; <see cref="Outcome.Default"/> when it named none.</param>
/// <param name="Tag">The tag given when the child was scheduled.</param>
public readonly record struct ChildCompletion(string Callback, GraphNode? Node, ActivityContext? Context, IReadOnlyList<string> Outcomes, JsonElement Tag);

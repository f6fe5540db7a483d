using System.Text.Json;

namespace Hub.Workflows.Children;

/// <summary>The properties by which an instance knows that another one started it. The first three are Elsa's.</summary>
public static class ChildProperties
{
    /// <summary>The instance that started it; also given as a workflow input.</summary>
    public const string ParentInstanceId = "ParentInstanceId";

    /// <summary>True when the parent waits for its end.</summary>
    public const string WaitForCompletion = "WaitForCompletion";

    /// <summary>True when it begins a trace of its own.</summary>
    public const string StartNewTrace = "StartNewTrace";

    /// <summary>The execution of the parent's activity that started it, and to which its end is told.</summary>
    public const string SchedulingActivity = "SchedulingActivityExecutionId";

    /// <summary>How many instances wait for one another down to this one; absent for none.</summary>
    public const string Depth = "Hub:Depth";

    internal static bool IsAwaited(IReadOnlyDictionary<string, JsonElement> properties) =>
        properties.TryGetValue(WaitForCompletion, out var waits) && waits.ValueKind == JsonValueKind.True;

    internal static int DepthOf(IReadOnlyDictionary<string, JsonElement> properties) =>
        properties.TryGetValue(Depth, out var depth) && depth.ValueKind == JsonValueKind.Number && depth.TryGetInt32(out var number) ? number : 0;
}

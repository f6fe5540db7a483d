using System.Text.Json;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Children;

/// <summary>What the parent that waits for a child is told: how the child ended, or why it could not start.</summary>
public sealed record ChildEnd
{
    private const string RefusalMember = "Refusal";

    /// <summary>The instance that waits.</summary>
    public required string ParentInstanceId { get; init; }

    /// <summary>The execution in it that waits.</summary>
    public required string ActivityInstanceId { get; init; }

    /// <summary>The child.</summary>
    public required string InstanceId { get; init; }

    /// <summary>How it ended.</summary>
    public WorkflowSubStatus SubStatus { get; init; }

    /// <summary>Its outputs by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Output { get; init; } = StartWorkflow.NoValues;

    /// <summary>Why it never started; null when it did.</summary>
    public string? Refusal { get; init; }

    /// <summary>What the waiting activity is resumed with: Elsa's members, and the refusal where there is one.</summary>
    public JsonElement ToInput()
    {
        var status = SubStatus >= WorkflowSubStatus.Finished ? WorkflowStatus.Finished : WorkflowStatus.Running;
        return Refusal is null
            ? JsonValues.Object(Members(status))
            : JsonValues.Object([.. Members(status), (RefusalMember, JsonValues.From(Refusal))]);
    }

    /// <summary>The bookmark at which the parent waits for it; null when it does not wait there (any more).</summary>
    public Bookmark? FindBookmark(WorkflowInstance parent)
    {
        ArgumentNullException.ThrowIfNull(parent);
        return parent.Bookmarks.FirstOrDefault(bookmark => bookmark.ActivityInstanceId == ActivityInstanceId && IsWait(bookmark));
    }

    /// <summary>Whether a bookmark waits for children.</summary>
    public static bool IsWait(Bookmark bookmark)
    {
        ArgumentNullException.ThrowIfNull(bookmark);
        return bookmark.CallbackMethodName == Callback;
    }

    /// <summary>The callback of bookmarks that wait for children.</summary>
    internal const string Callback = "childEnded";

    /// <summary>Why the child that an activity is told of never started; null when it did.</summary>
    internal static string? RefusalOf(JsonElement input) => input.Member(RefusalMember).AsText();

    internal static ChildEnd? Of(WorkflowInstance child) =>
        child.ParentInstanceId is { } parent
        && ChildProperties.IsAwaited(child.Properties)
        && child.Properties.TryGetValue(ChildProperties.SchedulingActivity, out var activity)
            ? new ChildEnd { ParentInstanceId = parent, ActivityInstanceId = activity.AsText() ?? "", InstanceId = child.Id, SubStatus = child.SubStatus, Output = child.Output }
            : null;

    private (string Name, JsonElement Value)[] Members(WorkflowStatus status) =>
    [
        ("WorkflowInstanceId", JsonValues.From(InstanceId)),
        ("WorkflowStatus", JsonValues.From(status.ToString())),
        ("WorkflowSubStatus", JsonValues.From(SubStatus.ToString())),
        ("WorkflowOutput", JsonValues.Object([.. Output.Select(output => (output.Key, output.Value))])),
    ];
}

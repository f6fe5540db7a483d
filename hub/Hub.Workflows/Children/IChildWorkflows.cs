using System.Text.Json;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Children;

/// <summary>What an activity that starts other workflows needs from its host, reached through <see cref="ActivityContext.Host{T}"/>.</summary>
public interface IChildWorkflows
{
    /// <summary>The published version of a definition, by its version id; null when none is published or nobody knows it.</summary>
    string? FindPublished(string definitionId);

    /// <summary>
    /// Runs a child at once, until it waits or ends, as part of what the parent's burst commits. Null when this burst has no room
    /// for another one: the activity then goes on in a burst of its own.
    /// </summary>
    ValueTask<ChildRun?> ExecuteAsync(ChildWorkflow child, CancellationToken cancellationToken);
}

/// <summary>How a child stands that was run at once.</summary>
/// <param name="SubStatus">How it ended, or that it waits.</param>
/// <param name="Output">Its outputs so far.</param>
/// <param name="Refusal">Why it did not start; null when it did.</param>
public sealed record ChildRun(WorkflowSubStatus SubStatus, IReadOnlyDictionary<string, JsonElement> Output, string? Refusal = null)
{
    /// <summary>Whether it has ended.</summary>
    public bool IsFinished => SubStatus >= WorkflowSubStatus.Finished;
}

using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>Where around an activity a burst is committed although it could go on (contract §8, commit strategies).</summary>
[Flags]
internal enum CommitPoints
{
    /// <summary>Nowhere: the burst is committed when it waits or ends, as always.</summary>
    None = 0,

    /// <summary>Before the activity runs.</summary>
    Before = 1,

    /// <summary>After it has run.</summary>
    After = 2,
}

/// <summary>Reads commit strategies. Their names are Elsa's; a type name is matched on its class.</summary>
internal static class CommitStrategies
{
    /// <summary>Where a step commits: by its own strategy, else by the workflow's.</summary>
    /// <param name="own">The step's <c>customProperties</c>.</param>
    /// <param name="ofWorkflow">Name of the workflow's strategy; null for the default.</param>
    /// <param name="isWorkflow">Whether the step is the workflow itself.</param>
    public static CommitPoints Read(JsonElement own, string? ofWorkflow, bool isWorkflow)
    {
        if (isWorkflow)
        {
            // What is done when the workflow has run is committed in any case: WorkflowExecuted is the default.
            return ofWorkflow == "WorkflowExecuting" ? CommitPoints.Before : CommitPoints.None;
        }

        return own.Member("commitStrategyName").AsText() switch
        {
            "CommitAlways" => CommitPoints.Before | CommitPoints.After,
            "CommitNever" => CommitPoints.None,
            "Executing" => CommitPoints.Before,
            "Executed" => CommitPoints.After,
            _ => ofWorkflow switch
            {
                "ActivityExecuting" => CommitPoints.Before,
                "ActivityExecuted" => CommitPoints.After,
                _ => CommitPoints.None,
            },
        };
    }
}

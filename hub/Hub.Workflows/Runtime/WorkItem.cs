using System.Text.Json;
using Hub.Workflows.Graph;

namespace Hub.Workflows.Runtime;

/// <summary>One thing the runner still has to do in this burst: begin a step under its owner, or go on with an execution.</summary>
internal struct WorkItem
{
    public GraphNode Node;
    public ActivityContext? Owner;
    public ActivityContext? Existing;
    public string? Callback;
    public JsonElement Tag;
    public DynamicVariable[]? Variables;
    public string? ScheduledById;
    public bool ByBackwardConnection;

    /// <summary>The execution is resumed at a bookmark; otherwise it is begun (again, by a retry).</summary>
    public bool IsResume;

    /// <summary>What came before it is committed already, so that it need not be committed again before it runs.</summary>
    public bool IsCommitted;

    /// <summary>Makes the resumed execution fail with this message.</summary>
    public string? FaultMessage;
}

using System.Text.Json;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities;

/// <summary>One step of a compiled workflow: what it does when it runs, is resumed, or sees a child complete.</summary>
/// <remarks>
/// One object stands for one step of one definition version and is shared by all instances and threads: what belongs to an
/// execution lives in the <see cref="ActivityContext"/>. Callbacks are names, because they are stored with the instance.
/// </remarks>
public abstract class Activity
{
    /// <summary>The step this object stands for.</summary>
    public GraphNode Node { get; internal set; } = null!; // set by the compiler before anything else can see the object

    /// <summary>Prepares what does not change from run to run: children by port, parsed settings.</summary>
    public virtual void Compile(NodeCompilation compilation)
    {
    }

    /// <summary>Runs the activity. It stays running until it, or a callback of it, completes it.</summary>
    public abstract ValueTask ExecuteAsync(ActivityContext context);

    /// <summary>Goes on after one of its bookmarks was resumed (<see cref="ActivityContext.ResumedBookmark"/>); by default completes.</summary>
    public virtual ValueTask ResumeAsync(ActivityContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Complete();
        return default;
    }

    /// <summary>Goes on after a child that it scheduled has completed; by default completes with the default outcome.</summary>
    public virtual ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Complete();
        return default;
    }

    /// <summary>
    /// What starts a new instance when this activity is a trigger (<c>canStartWorkflow</c>). Inputs are evaluated without an instance.
    /// A trigger that could never fire says so through <see cref="TriggerContext.Refuse"/>, which stops the publication.
    /// </summary>
    public virtual IEnumerable<StimulusDescription> DescribeTriggers(TriggerContext context) => [];

    /// <summary>Whether it may ask for what earlier steps gave out, beside its inputs; see <see cref="WorkflowGraph.ReadsOutputs"/>.</summary>
    internal virtual bool ReadsOutputs => false;

    /// <summary>A Break below this activity; true when it goes no further up (loops), false to let it travel on.</summary>
    internal virtual bool ReceiveBreak(ActivityContext context) => false;

    /// <summary>Whether a Complete below ends this activity and goes no further up (workflow, definition used as activity).</summary>
    internal virtual bool IsComposite => false;

    /// <summary>Whether a Complete on its way up to the composite first ends this activity together with all that runs in it (loops).</summary>
    internal virtual bool EndsWithComposite => false;

    /// <summary>Ids of the instances that an execution of this activity waits for; those that have ended may be among them.</summary>
    internal virtual IEnumerable<string> AwaitedChildren(ActivityContext context) => [];

    /// <summary>A workflow input that this activity gives to a child beside the workflow's own; not set for none.</summary>
    internal virtual JsonElement InputOfChild(ActivityContext child, string name) => default;

    /// <summary>A direct child was cancelled while this activity goes on.</summary>
    internal virtual void ChildCanceled(ActivityContext context, ActivityContext child)
    {
    }

    /// <summary>Somebody wants a child to begin that this activity did not schedule by itself. False when it cannot where it stands.</summary>
    internal virtual bool Admit(ActivityContext context, GraphNode child)
    {
        context.Schedule(child, "");
        return true;
    }

    /// <summary>
    /// A running execution of this activity was moved here from another version of the definition: what it keeps by position
    /// (<see cref="ActivityContext.Position"/>, <see cref="ActivityContext.State"/>) is brought to this version's positions.
    /// </summary>
    /// <param name="context">The execution, which already knows this version's step.</param>
    /// <param name="earlier">The same activity in the version that it comes from.</param>
    internal virtual void Migrate(ActivityContext context, Activity earlier)
    {
    }

    /// <summary>Writes <see cref="ActivityContext.State"/> as one JSON value.</summary>
    internal virtual void WriteState(object state, Utf8JsonWriter writer) =>
        throw new NotSupportedException($"{GetType().Name} keeps a state but does not say how to store it.");

    /// <summary>Reads what <see cref="WriteState"/> wrote.</summary>
    internal virtual object? ReadState(JsonElement json) => null;
}

using System.Text.Json;
using Hub.Workflows.Activities;
using Hub.Workflows.Graph;

namespace Hub.Workflows.Runtime;

/// <summary>News for an execution, delivered by the runner's loop after the callback that caused it has returned.</summary>
/// <remarks>Calling the parent at once would nest as deep as the workflow does; a list of news does not.</remarks>
internal readonly struct Notification
{
    private Notification(NewsKind kind, ActivityContext receiver, ActivityContext? child, GraphNode? node, string callback, IReadOnlyList<string> outcomes, JsonElement tag)
    {
        Kind = kind;
        Receiver = receiver;
        Child = child;
        _node = node;
        _callback = callback;
        _outcomes = outcomes;
        _tag = tag;
    }

    private readonly GraphNode? _node;
    private readonly string _callback;
    private readonly IReadOnlyList<string> _outcomes;
    private readonly JsonElement _tag;

    public NewsKind Kind { get; }

    public ActivityContext Receiver { get; }

    public ActivityContext? Child { get; }

    public ChildCompletion Completion => new(_callback, _node, Child, _outcomes, _tag);

    public static Notification ChildCompleted(ActivityContext parent, ActivityContext child, IReadOnlyList<string> outcomes) =>
        new(NewsKind.ChildCompleted, parent, child, child.Node, child.Callback ?? "", outcomes, child.Tag);

    public static Notification MissingChild(ActivityContext parent, string callback, JsonElement tag) =>
        new(NewsKind.ChildCompleted, parent, null, null, callback, Outcome.Default, tag);

    public static Notification ChildCanceled(ActivityContext parent, ActivityContext child) =>
        new(NewsKind.ChildCanceled, parent, child, child.Node, "", Outcome.None, default);

    public static Notification EndComposite(ActivityContext composite) =>
        new(NewsKind.EndComposite, composite, null, null, "", Outcome.None, default);

    public enum NewsKind
    {
        ChildCompleted,
        ChildCanceled,
        EndComposite,
    }
}

using System.Text.Json;
using Hub.Workflows.Activities;
using Hub.Workflows.Definitions;
using Hub.Workflows.Expressions;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Graph;

/// <summary>One step of a compiled workflow. Immutable once the graph is built.</summary>
public sealed class GraphNode
{
    internal GraphNode(int index, GraphNode? parent, string? id, ActivityDescriptor descriptor, Activity activity, JsonElement json, string place)
    {
        Index = index;
        Parent = parent;
        Id = id ?? "";
        NodeId = "";
        Descriptor = descriptor;
        Activity = activity;
        Json = json;
        Place = place;
        Name = json.Member("name").AsText();
    }

    /// <summary>Position in the graph's list of steps.</summary>
    public int Index { get; }

    /// <summary>The step that holds this one; null for the workflow itself.</summary>
    public GraphNode? Parent { get; }

    /// <summary>Id, unique within its container.</summary>
    public string Id { get; internal set; }

    /// <summary>Ids of all ancestors and itself, joined with colons.</summary>
    public string NodeId { get; internal set; }

    /// <summary>Name given in the designer; null when it has none.</summary>
    public string? Name { get; }

    /// <summary>What kind of activity it is.</summary>
    public ActivityDescriptor Descriptor { get; }

    /// <summary>What runs.</summary>
    public Activity Activity { get; }

    /// <summary>The activity's JSON as it came; not set for the workflow itself.</summary>
    public JsonElement Json { get; }

    /// <summary>JSON Pointer of the activity in its definition.</summary>
    public string Place { get; }

    /// <summary>The steps that it holds, in order.</summary>
    public IReadOnlyList<GraphNode> Children => OwnChildren;

    /// <summary>Whether it may start the workflow.</summary>
    public bool CanStartWorkflow { get; internal init; }

    /// <summary>Whether it asked to run in the background; only tasks and jobs may (contract §7).</summary>
    public bool RunsAsynchronously { get; internal init; }

    /// <summary>The activity's <c>customProperties</c>; an empty object when absent.</summary>
    public JsonElement CustomProperties { get; internal init; } = JsonValues.EmptyObject;

    /// <summary>Variables that it declares for itself and what it holds.</summary>
    public IReadOnlyList<VariableDefinition> Variables { get; internal set; } = [];

    /// <summary>
    /// The inputs that are the same in each run, by PascalCase name, as records show them: without the sensitive ones and those that the log
    /// persistence settings exclude. None where an expression decides what is kept: the records themselves then tell what it kept.
    /// </summary>
    public IEnumerable<KeyValuePair<string, JsonElement>> ConstantState
    {
        get
        {
            foreach (var input in Inputs)
            {
                if (LogPersistence.IsFixed && input.Expression is null && input.Constant.IsSet() && !input.Descriptor.IsSensitive && LogPersistence.KeepsInput(input.Descriptor.Name))
                {
                    yield return KeyValuePair.Create(input.Descriptor.Name, input.Constant);
                }
            }
        }
    }

    // The hot path reads these arrays directly; nobody writes them once the graph is built.
    internal readonly List<GraphNode> OwnChildren = [];
    internal CompiledInput[] Inputs = [];
    internal JsonElement[] ConstantInputs = [];
    internal bool AllInputsConstant = true;
    internal OutputBinding[] Outputs = [];
    internal VariableSlot[] VariableSlots = [];
    internal int OutputBase;
    internal IReadOnlyDictionary<string, GraphNode?[]> Ports = EmptyPorts;

    internal bool RunsInBackground => Descriptor.Kind == ActivityKind.Job || (RunsAsynchronously && Descriptor.Kind == ActivityKind.Task);

    internal CommitPoints Commits;

    internal LogPersistence LogPersistence = LogPersistence.Everything;

    internal static readonly IReadOnlyDictionary<string, GraphNode?[]> EmptyPorts = new Dictionary<string, GraphNode?[]>();
}

using System.Text.Json;
using Hub.Workflows.Graph;

namespace Hub.Workflows.Runtime;

/// <summary>One run of a workflow from its start to its end: everything that must survive between bursts, as one document.</summary>
/// <remarks>
/// A burst changes it in place, and one burst at a time may use it. A host whose burst threw or was not committed drops the object
/// and reads the stored document again.
/// </remarks>
public sealed class WorkflowInstance
{
    internal WorkflowInstance(string id, string definitionId, string definitionVersionId, int version)
    {
        Id = id;
        DefinitionId = definitionId;
        DefinitionVersionId = definitionVersionId;
        Version = version;
    }

    /// <summary>Identifier.</summary>
    public string Id { get; }

    /// <summary>The definition.</summary>
    public string DefinitionId { get; }

    /// <summary>The version it runs on; it stays there unless somebody migrates it.</summary>
    public string DefinitionVersionId { get; internal set; }

    /// <summary>The version's number.</summary>
    public int Version { get; internal set; }

    /// <summary>The instance that started it; null for none.</summary>
    public string? ParentInstanceId { get; internal set; }

    /// <summary>What ties it to other things of the same case.</summary>
    public string? CorrelationId { get; internal set; }

    /// <summary>Its name.</summary>
    public string? Name { get; internal set; }

    /// <summary>Whether it may go on.</summary>
    public WorkflowStatus Status => SubStatus >= WorkflowSubStatus.Finished ? WorkflowStatus.Finished : WorkflowStatus.Running;

    /// <summary>How exactly it stands.</summary>
    public WorkflowSubStatus SubStatus { get; internal set; }

    /// <summary>When it began.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }

    /// <summary>End of its last burst.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>When it ended, if it did.</summary>
    public DateTimeOffset? FinishedAt { get; internal set; }

    /// <summary>Whether the parent that waits for this instance was told its end.</summary>
    public bool HasToldParent { get; internal set; }

    /// <summary>Workflow inputs.</summary>
    public IReadOnlyDictionary<string, JsonElement> Input { get; internal set; } = StartWorkflow.NoValues;

    /// <summary>Workflow outputs so far.</summary>
    public IReadOnlyDictionary<string, JsonElement> Output => OutputValues ?? StartWorkflow.NoValues;

    /// <summary>Properties of the instance.</summary>
    public IReadOnlyDictionary<string, JsonElement> Properties { get; internal set; } = StartWorkflow.NoValues;

    /// <summary>Where it waits.</summary>
    public IReadOnlyList<Bookmark> Bookmarks => OpenBookmarks;

    /// <summary>What went wrong so far.</summary>
    public IReadOnlyList<Incident> Incidents => AllIncidents;

    /// <summary>Number of the last journal entry.</summary>
    public long JournalSequence { get; internal set; }

    /// <summary>
    /// The executions that have not ended, the workflow's own first (which stays even when it has ended), parents before children.
    /// Empty for an instance that was read from a store and not yet bound to its graph.
    /// </summary>
    public IEnumerable<ActivityContext> OpenContexts => ContextTree.From(Root);

    /// <summary>The workflow's own variables by name, with their present values; for tools and tests.</summary>
    public IEnumerable<KeyValuePair<string, JsonElement>> Variables => Root is null ? [] : VariableScope.Own(Root);

    /// <summary>The workflow's own variables, with their ids; empty until the instance is bound to its graph.</summary>
    public IEnumerable<VariableState> VariableStates => Root is null ? [] : [.. Root.DeclaredVariables, .. Root.GivenVariables];

    /// <summary>Sets one of the workflow's own variables from outside a burst; the value becomes the variable's type. False when there is none of this id.</summary>
    /// <exception cref="InvalidOperationException">The instance is in a burst, or not bound to its graph.</exception>
    public bool TrySetVariable(string id, JsonElement value) => Run is null && Root is not null
        ? VariableScope.TrySetById(Root, id, value)
        : throw new InvalidOperationException($"The workflow instance {Id} is in a burst or not bound to its graph; its variables are set between bursts, after Bind.");

    /// <summary>Gives an instance read from a store its steps back, so that <see cref="OpenContexts"/> and <see cref="Variables"/> can be read. A burst does it by itself.</summary>
    /// <exception cref="InvalidOperationException">The graph is of another version.</exception>
    public void Bind(WorkflowGraph graph) => InstanceBinding.Bind(this, graph);

    /// <summary>The state as compact UTF-8 JSON. The same state gives the same bytes.</summary>
    public byte[] Serialize() => InstanceWriter.Write(this);

    /// <summary>Reads what <see cref="Serialize"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static WorkflowInstance Deserialize(ReadOnlyMemory<byte> state) => InstanceReader.Read(state);

    /// <summary>The stored state until it is bound to a graph; then not set.</summary>
    internal JsonElement Unbound { get; set; }

    /// <summary>What a burst that was committed in its middle still has to do; null when nothing is left.</summary>
    internal PendingWork? Pending;

    internal ActivityContext? Root;
    internal WorkflowGraph? Graph;
    internal BurstRun? Run;
    internal int NextContextNumber;
    internal SortedDictionary<string, JsonElement>? OutputValues;
    internal OutputRegister Register = new();
    internal readonly List<Bookmark> OpenBookmarks = [];
    internal readonly List<Incident> AllIncidents = [];

    internal Bookmark? FindBookmark(string bookmarkId) => OpenBookmarks.Find(bookmark => bookmark.Id == bookmarkId);
}

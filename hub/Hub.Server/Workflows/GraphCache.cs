using System.Collections.Concurrent;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Definitions;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows;

/// <summary>Each definition version compiled once and shared by all its instances. Versions do not change, so nothing expires.</summary>
internal sealed class GraphCache(IDefinitionStore definitions, ActivityRegistry registry)
{
    private const int MostGraphs = 1000;

    private readonly ConcurrentDictionary<string, Lazy<WorkflowGraph>> graphs = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">The store has no such version.</exception>
    public WorkflowGraph Get(string versionId)
    {
        // A hub that has lived through more versions than it can still be running forgets them all and compiles the ones in use.
        if (graphs.Count >= MostGraphs)
        {
            graphs.Clear();
        }

        return graphs.GetOrAdd(versionId, id => new Lazy<WorkflowGraph>(() => Compile(id))).Value;
    }

    /// <summary>Whether there is such a version.</summary>
    public bool Knows(string versionId) => graphs.ContainsKey(versionId) || definitions.FindVersion(versionId) is not null;

    /// <summary>As <see cref="Get"/>, but null where the store has no such version or it cannot be loaded: for whoever only looks at what ran on it.</summary>
    public WorkflowGraph? Find(string versionId)
    {
        try
        {
            return Knows(versionId) ? Get(versionId) : null;
        }
        catch (DefinitionException)
        {
            return null;
        }
    }

    /// <summary>
    /// A draft may change under its version id: it is compiled again when it is next needed, and so is whatever uses its definition
    /// as an activity, since which version that means may be another one now.
    /// </summary>
    public void Forget(string versionId, string definitionId)
    {
        graphs.TryRemove(versionId, out _);
        foreach (var (id, graph) in graphs)
        {
            if (!graph.IsValueCreated || Uses(graph.Value, definitionId))
            {
                graphs.TryRemove(id, out _);
            }
        }
    }

    /// <summary>The kinds of activities that definitions may use are other ones now: whatever runs on is compiled again when it is next needed.</summary>
    public void ForgetAll() => graphs.Clear();

    /// <summary>Compiles without keeping: for drafts that somebody checks.</summary>
    /// <param name="unsaved">Versions that the same commit will write, for definitions used as activities.</param>
    /// <exception cref="DefinitionException">It cannot be loaded.</exception>
    public WorkflowGraph Check(WorkflowDefinition definition, TenantId tenant, params IReadOnlyList<StoredDefinition> unsaved) =>
        new WorkflowCompiler(registry, new TenantDefinitions(definitions, tenant, unsaved)).Compile(definition);

    private WorkflowGraph Compile(string versionId)
    {
        var stored = definitions.FindVersion(versionId)
            ?? throw new InvalidOperationException($"The store has no definition version {versionId}; an instance refers to it. Import the definition again with this version id.");
        return Check(TenantDefinitions.Read(stored), stored.Tenant);
    }

    private static bool Uses(WorkflowGraph graph, string definitionId)
    {
        foreach (var node in graph.Nodes)
        {
            if (node.Descriptor.CustomProperties.TryGetValue("WorkflowDefinitionId", out var used) && used.AsText() == definitionId)
            {
                return true;
            }
        }

        return false;
    }
}

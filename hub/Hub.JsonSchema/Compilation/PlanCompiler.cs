using System.Text.Json;
using Hub.JsonSchema.Json;
using Hub.JsonSchema.Keywords;
using Hub.JsonSchema.Patterns;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Compilation;

/// <summary>
/// Compiles a schema and all that it refers to into nodes that know one another: 1. every schema reached becomes a node, through a work
/// list, so that cycles are nothing special; 2. dynamic references learn which resources may answer them; 3. references that never end are refused.
/// </summary>
internal sealed class PlanCompiler(Func<string, SchemaResource?> findResource, SchemaOptions options)
{
    private readonly Dictionary<(SchemaResource, string), SchemaNode> _nodes = [];
    private readonly Dictionary<SchemaResource, int> _resources = [];
    private readonly Queue<NodeBuilder> _pending = new();
    private readonly List<(DynamicReference Reference, string Anchor)> _dynamic = [];
    private readonly Dictionary<string, TextPattern> _patterns = [];

    public SchemaOptions Options => options;

    public SchemaNode Compile(SchemaResource resource, string pointer, JsonElement element)
    {
        var root = NodeAt(resource, pointer, element);
        do
        {
            while (_pending.TryDequeue(out var builder))
            {
                builder.Build();
            }
        }
        while (DefineDynamicReferences());

        foreach (var node in TargetsFirst())
        {
            if (_dynamic.Count > 0)
            {
                node.TrackScope();
            }
            else if (node.Keywords is [Reference reference])
            {
                node.StandFor(reference.Target);
            }
        }

        return root;
    }

    public SchemaNode NodeAt(SchemaResource resource, string pointer, JsonElement element)
    {
        if (resource.Embedded.TryGetValue(pointer, out var inner))
        {
            (resource, pointer) = (inner, "");
        }

        if (!_nodes.TryGetValue((resource, pointer), out var node))
        {
            if (!_resources.TryGetValue(resource, out var number))
            {
                number = _resources.Count;
                _resources.Add(resource, number);
            }

            node = new SchemaNode(number, resource.BaseUri, pointer);
            _nodes.Add((resource, pointer), node);
            _pending.Enqueue(new NodeBuilder(this, resource, pointer, element, node));
        }

        return node;
    }

    /// <summary>Finds what a reference written in a schema points to.</summary>
    public (SchemaResource Resource, string Pointer, JsonElement Element) Resolve(SchemaResource from, string pointer, string keyword, string written)
    {
        var uri = UriReference.Parse(written).ResolveAgainst(UriReference.Parse(from.BaseUri));
        var target = uri.Document == from.BaseUri ? from : findResource(uri.Document);
        if (target is null)
        {
            throw new SchemaException(from.BaseUri, $"{pointer}/{keyword}", new(
                $"La référence « {written} » mène à « {uri.Document} », que le registre ne contient pas ; ajoutez ce schéma au registre (rien n'est cherché sur le réseau).",
                $"The reference “{written}” leads to “{uri.Document}”, which the registry does not hold; add that schema to the registry (nothing is fetched from the network)."));
        }

        var fragment = Uri.UnescapeDataString(uri.Fragment ?? "");
        var at = fragment.Length == 0 || fragment[0] == '/' ? fragment : target.Anchors.GetValueOrDefault(fragment);
        return (at is null ? null : target.Follow(at)) ?? throw new SchemaException(from.BaseUri, $"{pointer}/{keyword}", new(
            $"La référence « {written} » ne mène à rien : « {uri.Document} » n'a pas « #{fragment} ». Corrigez la référence.",
            $"The reference “{written}” leads nowhere: “{uri.Document}” has no “#{fragment}”. Correct the reference."));
    }

    public DynamicReference Dynamic(string keyword, string anchor, SchemaNode initial)
    {
        var reference = new DynamicReference(keyword, initial);
        _dynamic.Add((reference, anchor));
        return reference;
    }

    /// <summary>The same pattern is built once.</summary>
    public TextPattern Pattern(string source)
    {
        if (!_patterns.TryGetValue(source, out var pattern))
        {
            pattern = TextPattern.Create(source, options.RegexTimeout);
            _patterns.Add(source, pattern);
        }

        return pattern;
    }

    /// <summary>Answers whether that brought new schemas in.</summary>
    private bool DefineDynamicReferences()
    {
        foreach (var (reference, anchor) in _dynamic.ToArray())
        {
            var byResource = new Dictionary<int, SchemaNode>();
            foreach (var (resource, number) in _resources.ToArray())
            {
                if (resource.DynamicAnchors.TryGetValue(anchor, out var pointer) && resource.Follow(pointer) is { } target)
                {
                    byResource[number] = NodeAt(target.Resource, target.Pointer, target.Element);
                }
            }

            reference.Define(byResource);
        }

        return _pending.Count > 0;
    }

    /// <summary>All schemas, each behind those that it applies to the very same value; refuses a schema that comes back to itself that way.</summary>
    private List<SchemaNode> TargetsFirst()
    {
        var ordered = new List<SchemaNode>(_nodes.Count);
        var state = new Dictionary<SchemaNode, bool>();
        var path = new Stack<(SchemaNode Node, IEnumerator<SchemaNode> Next)>();
        foreach (var start in _nodes.Values)
        {
            if (!state.ContainsKey(start))
            {
                Enter(start);
            }

            while (path.TryPeek(out var top))
            {
                if (!top.Next.MoveNext())
                {
                    state[top.Node] = true;
                    ordered.Add(top.Node);
                    path.Pop();
                }
                else if (!state.TryGetValue(top.Next.Current, out var done))
                {
                    Enter(top.Next.Current);
                }
                else if (!done)
                {
                    var node = top.Next.Current;
                    throw new SchemaException(node.BaseUri, node.Pointer, new(
                        "Ce schéma se renvoie à lui-même pour la même valeur, sans fin ; faites passer la référence par une propriété ou un élément.",
                        "This schema refers back to itself for the very same value, without end; let the reference go through a property or an item."));
                }
            }
        }

        return ordered;

        void Enter(SchemaNode node)
        {
            state[node] = false;
            path.Push((node, node.Keywords.SelectMany(keyword => keyword.InPlace).GetEnumerator()));
        }
    }
}

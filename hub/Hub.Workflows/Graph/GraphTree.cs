using System.Globalization;
using System.Text.Json;
using Hub.Workflows.Activities;
using Hub.Workflows.Activities.Composition;
using Hub.Workflows.Definitions;
using Hub.Workflows.Expressions;

namespace Hub.Workflows.Graph;

/// <summary>Reads all steps of a definition, and of the definitions used in it, from a work list: however deep they nest, nothing calls itself.</summary>
internal sealed class GraphTree(ActivityRegistry registry, IDefinitionSource? definitions, WorkflowDefinition definition)
{
    /// <summary>More steps than anybody draws; a definition that uses others many times over could otherwise fill the memory.</summary>
    private const int MaxSteps = 200_000;

    private readonly Stack<Pending> _pending = new();
    private readonly HashSet<(GraphNode Container, string Id)> _ids = [];

    public List<GraphNode> Nodes { get; } = [];

    public List<DefinitionWarning> Warnings { get; } = [];

    /// <summary>The definition that each step's JSON belongs to, by the step's index.</summary>
    public List<WorkflowDefinition> Owners { get; } = [];

    public void ReadSteps()
    {
        AddWorkflow(definition, null, new Chain(definition.DefinitionId, null));
        while (_pending.TryPop(out var item))
        {
            AddStep(item);
        }
    }

    /// <summary>Gives a name to every step without id, then the paths.</summary>
    public void AssignIds()
    {
        var used = new HashSet<string>(Nodes.Count, StringComparer.Ordinal);
        foreach (var node in Nodes)
        {
            used.Add(node.Id);
        }

        var counters = new Dictionary<string, int>(StringComparer.Ordinal);
        // Inner workflows are numbered before those around them, as in Elsa: backwards, since parents come first.
        for (var i = Nodes.Count - 1; i >= 0; i--)
        {
            if (Nodes[i].Id.Length == 0 && Nodes[i].Activity is WorkflowActivity)
            {
                Nodes[i].Id = Nodes[i].Parent is null ? NextId("Workflow", used, []) : "Workflow" + NestingOf(Nodes[i]).ToString(CultureInfo.InvariantCulture);
                used.Add(Nodes[i].Id);
            }
        }

        foreach (var node in Nodes)
        {
            if (node.Id.Length == 0)
            {
                node.Id = NextId(node.Descriptor.Name, used, counters);
            }

            node.NodeId = node.Parent is null ? node.Id : $"{node.Parent.NodeId}:{node.Id}";
        }
    }

    private void AddWorkflow(WorkflowDefinition workflow, GraphNode? parent, Chain chain)
    {
        var node = new GraphNode(Nodes.Count, parent, null, WorkflowActivity.Descriptor, new WorkflowActivity(), default, "")
        {
            Variables = workflow.Variables,
            VariableSlots = VariableSlots.From(workflow.Variables, WarningsOf(workflow), "/variables"),
            CustomProperties = workflow.CustomProperties,
        };
        Add(node, workflow);
        var children = new GraphNode?[1];
        node.Ports = new Dictionary<string, GraphNode?[]>(StringComparer.Ordinal) { ["Root"] = children };
        _pending.Push(new Pending(workflow.Root, node, children, 0, "/root", workflow, chain));
    }

    private void AddStep(Pending item)
    {
        if (Nodes.Count >= MaxSteps)
        {
            throw new DefinitionException(item.Place, $"The definition has more than {MaxSteps} steps, with those of the definitions used in it.",
                $"La définition a plus de {MaxSteps} étapes, avec celles des définitions utilisées.");
        }

        if (item.Json.ValueKind != JsonValueKind.Object)
        {
            throw DefinitionReader.Wrong(item.Place, "an activity (a JSON object)", "une activité (un objet JSON)", item.Json);
        }

        var json = Restore(item.Json);
        var type = json.Member("type").AsText();
        if (string.IsNullOrEmpty(type))
        {
            throw new DefinitionException($"{item.Place}/type", "An activity needs its type, such as \"Elsa.WriteLine\".", "Une activité a besoin de son type, par exemple « Elsa.WriteLine ».");
        }

        var version = json.Member("version") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var given) ? given : 0;
        var child = FindDefinition(json, type, version);
        if (child is not null && item.Chain.Contains(child.DefinitionId))
        {
            throw new DefinitionException(item.Place, $"The definition contains itself through the activity {type}.", $"La définition se contient elle-même par l'activité {type}.");
        }

        var registration = child is null ? registry.FindRegistration(type, version) : null;
        var (descriptor, activity) = child is not null ? (DefinitionDescriptor.Describe(child, type), new WorkflowDefinitionActivity(child))
            : registration is not null ? (registration.Descriptor, registration.Factory())
            : (NotFoundActivity.Descriptor, new NotFoundActivity(type, version));
        var node = MakeNode(item, json, descriptor, activity);
        if (child is null && registration is null)
        {
            WarningsOf(item.Owner).Add(new DefinitionWarning("unknown-activity-type", item.Place, node.Id, new LocalizedText(
                $"The activity type {type} is not known here; the step fails when it is reached. Add what provides it, or remove the step.",
                $"Le type d'activité {type} n'est pas connu ici ; l'étape échoue quand elle est atteinte. Ajoutez ce qui le fournit ou retirez l'étape.")));
        }

        if (child is not null)
        {
            AddWorkflow(child, node, new Chain(child.DefinitionId, item.Chain));
            return;
        }

        ReadPorts(item, node);
    }

    private GraphNode MakeNode(Pending item, JsonElement json, ActivityDescriptor descriptor, Activity activity)
    {
        var properties = json.Member("customProperties") is { ValueKind: JsonValueKind.Object } own ? own : JsonValues.EmptyObject;
        var id = json.Member("id").AsText();
        if (!string.IsNullOrEmpty(id) && !_ids.Add((item.Parent, id)))
        {
            throw new DefinitionException($"{item.Place}/id", $"Two activities of {item.Parent.Id} have the id {id}; give one of them another id.",
                $"Deux activités de {item.Parent.Id} ont l'identifiant {id} ; donnez-en un autre à l'une d'elles.");
        }

        var node = new GraphNode(Nodes.Count, item.Parent, id, descriptor, activity, json, item.Place)
        {
            CustomProperties = properties,
            CanStartWorkflow = Flag(properties, json, "canStartWorkflow"),
            RunsAsynchronously = Flag(properties, json, "runAsynchronously"),
        };
        if (activity is WorkflowDefinitionActivity composite)
        {
            node.VariableSlots = composite.Slots;
        }
        else if (descriptor.IsContainer)
        {
            node.Variables = DefinitionReader.ReadVariables(json.Member("variables"), $"{item.Place}/variables");
            node.VariableSlots = VariableSlots.From(node.Variables, WarningsOf(item.Owner), $"{item.Place}/variables");
        }

        Add(node, item.Owner);
        item.Siblings[item.Position] = node;
        return node;
    }

    private void ReadPorts(Pending item, GraphNode node)
    {
        Dictionary<string, GraphNode?[]>? ports = null;
        var found = new List<Pending>();
        foreach (var port in node.Descriptor.Ports)
        {
            if (port.Kind == PortKind.Flow)
            {
                continue;
            }

            var name = JsonNames.Camel(port.Property ?? port.Name);
            var member = node.Json.Member(name);
            var place = $"{node.Place}/{name}";
            var items = port.Kind == PortKind.Embedded ? (member.IsNothing() ? [] : [member]) : DefinitionReader.Items(member, place);
            var children = new GraphNode?[items.Count];
            for (var i = 0; i < items.Count; i++)
            {
                var (activity, itemPlace) = port.Kind switch
                {
                    PortKind.Embedded => (items[i], place),
                    PortKind.EmbeddedList => (items[i], $"{place}/{i}"),
                    _ => (items[i].Member(port.Member), $"{place}/{i}/{port.Member}"),
                };
                if (!activity.IsNothing())
                {
                    found.Add(new Pending(activity, node, children, i, itemPlace, item.Owner, item.Chain));
                }
            }

            (ports ??= new Dictionary<string, GraphNode?[]>(StringComparer.Ordinal))[port.Name] = children;
        }

        if (ports is not null)
        {
            node.Ports = ports;
        }

        // The stack gives back what was pushed last: pushed in reverse, the steps come out in the order of the definition.
        for (var i = found.Count - 1; i >= 0; i--)
        {
            _pending.Push(found[i]);
        }
    }

    private WorkflowDefinition? FindDefinition(JsonElement json, string type, int version)
    {
        if (definitions is null)
        {
            return null;
        }

        // An activity of a registered type may hold the id of a definition too, as the one that it starts.
        return registry.Find(type) is not null
            ? null
            : definitions.Find(new DefinitionReference(type, version, json.Member("workflowDefinitionId").AsText(), json.Member("workflowDefinitionVersionId").AsText()));
    }

    // The mistakes of a definition used inside are told where that definition is imported; here their places would mislead.
    private List<DefinitionWarning> WarningsOf(WorkflowDefinition owner) => ReferenceEquals(owner, definition) ? Warnings : [];

    // A placeholder whose type has become known is turned back into what it was (contract §2).
    private JsonElement Restore(JsonElement json)
    {
        if (json.Member("type").AsText() != NotFoundActivity.TypeName || json.Member("missingTypeName").AsText() is not { } missing)
        {
            return json;
        }

        var version = json.Member("missingTypeVersion") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var given) ? given : 0;
        try
        {
            var original = json.Member("originalActivityJson").AsText() is { Length: > 0 } text ? JsonValues.Parse(text) : default;
            return original.ValueKind == JsonValueKind.Object && (registry.Find(missing) is not null || FindDefinition(original, missing, version) is not null) ? original : json;
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private void Add(GraphNode node, WorkflowDefinition owner)
    {
        Nodes.Add(node);
        Owners.Add(owner);
        node.Parent?.OwnChildren.Add(node);
    }

    // An inner workflow is Workflow1 if it holds no other, Workflow2 if what it holds is Workflow1, and so on: each was named on its own.
    private int NestingOf(GraphNode workflow)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var i = workflow.Index + 1; i < Nodes.Count && IsBelow(Nodes[i], workflow); i++)
        {
            taken.Add(Nodes[i].Id);
        }

        var number = 1;
        while (taken.Contains("Workflow" + number.ToString(CultureInfo.InvariantCulture)))
        {
            number++;
        }

        return number;
    }

    private static bool IsBelow(GraphNode node, GraphNode ancestor)
    {
        var scope = node.Parent;
        while (scope is not null && scope.Index > ancestor.Index)
        {
            scope = scope.Parent;
        }

        return scope == ancestor;
    }

    private static string NextId(string shortType, HashSet<string> used, Dictionary<string, int> counters)
    {
        var number = counters.GetValueOrDefault(shortType);
        string id;
        do
        {
            id = shortType + (++number).ToString(CultureInfo.InvariantCulture);
        }
        while (!used.Add(id));

        counters[shortType] = number;
        return id;
    }

    private static bool Flag(JsonElement properties, JsonElement json, string name)
    {
        var value = properties.Member(name) is var inside && inside.IsSet() ? inside : json.Member(name);
        return value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && bool.TryParse(value.GetString(), out var flag) && flag);
    }

    private readonly record struct Pending(JsonElement Json, GraphNode Parent, GraphNode?[] Siblings, int Position, string Place, WorkflowDefinition Owner, Chain Chain);

    /// <summary>The definitions around a step, the innermost first.</summary>
    private sealed record Chain(string DefinitionId, Chain? Outer)
    {
        public bool Contains(string definitionId)
        {
            for (var link = this; link is not null; link = link.Outer)
            {
                if (link.DefinitionId == definitionId)
                {
                    return true;
                }
            }

            return false;
        }
    }
}

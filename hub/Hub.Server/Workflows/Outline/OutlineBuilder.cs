using System.Globalization;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Schemas;
using Hub.Server.Schemas.Impact;
using Hub.Server.Workflows.Readings;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Outline;

/// <summary>Tells a workflow as an ordered list of steps, in one language.</summary>
/// <remarks>
/// 1. The steps of a list are put in order and numbered; 2. each is told with where it goes next; 3. what it holds is told below it, with
/// numbers below its own. A flowchart or sequence that does nothing but hold the steps of a branch has no line of its own. What a workflow
/// used as an activity holds is told in that workflow's own outline.
/// </remarks>
internal sealed class OutlineBuilder(WorkflowGraph graph, StoredDefinition stored, Wording words, StepSentences sentences, StepData data)
{
    // Deeper than that nobody follows numbers; and what calls itself must end.
    private const int DeepestList = 48;

    private readonly OutcomeWords outcomes = new(words);
    private readonly Dictionary<GraphNode, string> numbers = [];
    private readonly List<OutlineStep> told = [];

    public static WorkflowOutline Build(
        WorkflowGraph graph, StoredDefinition stored, Wording words, SchemaPins pins, SchemaCatalog schemas, IOperationSchemas operations, ICommandTitles titles, IDefinitionStore definitions)
    {
        var sentences = new StepSentences(
            words, new InputWords(words, graph), titles, id => (definitions.FindPublished(stored.Tenant, id) ?? definitions.FindLatest(stored.Tenant, id))?.Name);
        return new OutlineBuilder(graph, stored, words, sentences, StepData.Of(graph, stored.VersionId, pins, schemas, operations)).Build();
    }

    private WorkflowOutline Build()
    {
        var steps = Inside(graph.Workflow.Children.Count > 0 ? graph.Workflow.Children[0] : null, "", null, "root", null, new Counter(""), 0);
        var categories = told.SelectMany(step => step.Data).Select(use => use.Category).Distinct().OrderBy(category => DataCategories.Order(category.Code)).ThenBy(category => category.Code, StringComparer.Ordinal).ToArray();
        string[] systems = [.. told.Select(step => step.System).OfType<string>().Distinct(StringComparer.Ordinal)];
        var sentence = words.Say("Ce workflow a ", "This workflow has ") + words.Count(told.Count, "étape", "étapes", "step", "steps")
            + (systems.Length > 0 ? words.Say(", échange avec ", ", exchanges with ") + words.List([.. systems.Select(words.Quote)]) : "")
            + (categories.Length > 0 ? words.Say(", et touche à des données personnelles : ", ", and touches personal data: ") + words.List([.. categories.Select(category => category.Label)]) : "") + ".";
        return new WorkflowOutline(stored, graph.Definition.Description, sentence, steps, categories, systems);
    }

    /// <summary>What a port holds: the steps of a flowchart or sequence, or the one step.</summary>
    private OutlineGroup Inside(GraphNode? child, string label, string? sentence, string? port, int? position, Counter counter, int depth)
    {
        if (child is null)
        {
            return new OutlineGroup(label, sentence, OutlineFlow.Single, port, position, null, [], [], []);
        }

        if (depth < DeepestList && IsList(child) && !child.CanStartWorkflow)
        {
            var container = new OutlineContainer(child, NameOf(child), words.Say(child.Descriptor.DisplayName), sentences.Of(child));
            return Members(child, label, sentence, port, position, container, counter, depth);
        }

        numbers[child] = counter.Next();
        return new OutlineGroup(label, sentence, OutlineFlow.Single, port, position, null, [Tell(child, [], depth)], [], []);
    }

    /// <summary>The members of a flowchart, sequence or parallel, in order.</summary>
    private OutlineGroup Members(GraphNode holder, string label, string? sentence, string? port, int? position, OutlineContainer? container, Counter counter, int depth)
    {
        var type = holder.Descriptor.TypeName;
        if (type == "Elsa.Flowchart")
        {
            var order = ReadingOrder.Of(holder);
            Number([.. order.Reached, .. order.Unreached], counter);
            OutlineStep[] TellAll(IReadOnlyList<GraphNode> nodes)
            {
                // A stray step that leads into the flow leads nowhere back: a loop stays within one list.
                var places = nodes.Select((node, place) => (node, place)).ToDictionary(pair => pair.node, pair => pair.place);
                return [.. nodes.Select(node => Tell(node, ByConnections(node, order, places), depth))];
            }

            return new OutlineGroup(label, sentence, OutlineFlow.Flowchart, port, position, container, TellAll(order.Reached), TellAll(order.Unreached), []);
        }

        Number(holder.Children, counter);
        if (type == "Elsa.Parallel")
        {
            return new OutlineGroup(label, sentence, OutlineFlow.Parallel, port, position, container, [.. holder.Children.Select(node => Tell(node, [], depth))], [], []);
        }

        // A sequence ends with the first step that ends it.
        var end = holder.Children.ToList().FindIndex(node => node.Descriptor.IsTerminal) is >= 0 and var found ? found + 1 : holder.Children.Count;
        var steps = holder.Children.Select((node, place) => Tell(node, ByOrder(node, place + 1 < end ? holder.Children[place + 1] : null), depth)).ToArray();
        return new OutlineGroup(label, sentence, OutlineFlow.Sequence, port, position, container, steps[..end], steps[end..], []);
    }

    private OutlineStep Tell(GraphNode node, IReadOnlyList<OutlineExit> next, int depth)
    {
        var uses = node.Descriptor.CustomProperties.TryGetValue("WorkflowDefinitionId", out var definition)
            ? new UsedWorkflow(definition.AsText() ?? "", words.Say(node.Descriptor.DisplayName), node.Descriptor.Version)
            : null;
        var step = new OutlineStep(
            node, numbers[node], NameOf(node), words.Say(node.Descriptor.DisplayName), sentences.Of(node), NoteOf(node), sentences.SystemOf(node), uses, data.Of(node, words), next, []);
        told.Add(step);
        return uses is not null ? step : step with { Groups = depth >= DeepestList ? Flat(node) : Below(node, new Counter(numbers[node] + "."), depth + 1) };
    }

    /// <summary>The lists that a step holds.</summary>
    private IReadOnlyList<OutlineGroup> Below(GraphNode node, Counter counter, int depth)
    {
        if (node.Descriptor.TypeName is "Elsa.Flowchart" or "Elsa.Sequence" or "Elsa.Parallel")
        {
            return [Members(node, words.Say("Étapes", "Steps"), null, null, null, null, counter, depth)];
        }

        if (node.Descriptor.TypeName == "Elsa.StateMachine")
        {
            return new StateGroups(words, sentences, (child, label, port, position) => Inside(child, label, null, port, position, counter, depth)).Of(node);
        }

        var held = HeldSteps.Of(node);
        return [.. PortLabels.Of(node, words, sentences).Select(port => Inside(held.GetValueOrDefault((port.Port, port.Position)), port.Label, port.Sentence, port.Port, port.Position, counter, depth))];
    }

    // All that lies below a step, without order or lists.
    private IReadOnlyList<OutlineGroup> Flat(GraphNode node)
    {
        var steps = new List<OutlineStep>();
        var counter = new Counter(numbers[node] + ".");
        var open = new Stack<GraphNode>(node.Children.Reverse());
        while (open.TryPop(out var current))
        {
            numbers[current] = counter.Next();
            steps.Add(new OutlineStep(
                current, numbers[current], NameOf(current), words.Say(current.Descriptor.DisplayName), sentences.Of(current), NoteOf(current), sentences.SystemOf(current), null, data.Of(current, words), [], []));
            if (!current.Descriptor.CustomProperties.ContainsKey("WorkflowDefinitionId"))
            {
                foreach (var child in current.Children.Reverse())
                {
                    open.Push(child);
                }
            }
        }

        told.AddRange(steps);
        return steps.Count == 0 ? [] : [new OutlineGroup(words.Say("Étapes imbriquées plus profondément", "Steps nested deeper"), null, OutlineFlow.Flat, null, null, null, steps, [], [])];
    }

    private List<OutlineExit> ByConnections(GraphNode node, ReadingOrder order, IReadOnlyDictionary<GraphNode, int> places)
    {
        var links = order.LeavingFrom(node).ToLookup(link => link.Outcome, link => link.Target);
        var exits = new List<OutlineExit>();
        foreach (var outcome in OutcomeWords.Of(node).Union(links.Select(link => link.Key), StringComparer.Ordinal))
        {
            var label = outcomes.Label(node, outcome);
            exits.AddRange(links[outcome].Select(target => Exit(outcome, label, target, places.TryGetValue(target, out var place) && place <= places[node])));
            if (!links.Contains(outcome))
            {
                exits.Add(new OutlineExit(outcome, label, null, false, $"{label} → {outcomes.Nowhere(node, outcome)}"));
            }
        }

        return exits;
    }

    private List<OutlineExit> ByOrder(GraphNode node, GraphNode? next) =>
        node.Descriptor.IsTerminal ? [] : next is null ? [] : [Exit(null, words.Say("ensuite", "then"), next, false)];

    private OutlineExit Exit(string? outcome, string label, GraphNode target, bool isBack)
    {
        var name = NameOf(target);
        var where = isBack ? words.Say("retour à l'étape", "back to step") : words.Say("étape", "step");
        return new OutlineExit(outcome, label, new OutlineTarget(target, numbers[target], name), isBack, $"{label} → {where} {numbers[target]} ({name})");
    }

    private void Number(IReadOnlyList<GraphNode> nodes, Counter counter)
    {
        foreach (var node in nodes)
        {
            numbers[node] = counter.Next();
        }
    }

    private static bool IsList(GraphNode node) => node.Descriptor.TypeName is "Elsa.Flowchart" or "Elsa.Sequence";

    // As the canvas shows it: the text on the box, else the name that is no bare type with a number, else the kind.
    private string NameOf(GraphNode node) =>
        node.Json.Member("metadata").Member("displayText").AsText() is { Length: > 0 } shown ? shown
        : node.Name is { Length: > 0 } name && !IsGiven(name, node.Descriptor.Name) ? name
        : words.Say(node.Descriptor.DisplayName);

    private static bool IsGiven(string name, string type) => name.StartsWith(type, StringComparison.Ordinal) && name.AsSpan(type.Length).Trim("0123456789").IsEmpty;

    private static string? NoteOf(GraphNode node) => node.Json.Member("metadata").Member("description").AsText() is { Length: > 0 } note ? note : null;

    /// <summary>Gives the next number of a list.</summary>
    internal sealed class Counter(string prefix)
    {
        private int last;

        public string Next() => prefix + (++last).ToString(CultureInfo.InvariantCulture);
    }
}

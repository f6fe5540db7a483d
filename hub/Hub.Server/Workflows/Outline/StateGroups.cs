using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Outline;

/// <summary>A state machine as lists: each state with what happens on entry, the transitions that leave it, and what happens on exit.</summary>
/// <param name="inside">Tells what one port holds.</param>
internal sealed class StateGroups(Wording words, StepSentences sentences, Func<GraphNode?, string, string, int, OutlineGroup> inside)
{
    public IReadOnlyList<OutlineGroup> Of(GraphNode machine)
    {
        var held = HeldSteps.Of(machine);
        JsonElement[] states = [.. ReadingOrder.Items(machine.Json.Member("states"))];
        JsonElement[] transitions = [.. ReadingOrder.Items(machine.Json.Member("transitions"))];
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < states.Length; i++)
        {
            // Of two states with one name the first counts, as in the engine.
            byName.TryAdd(states[i].Member("name").AsText() ?? "", i);
        }

        var begin = machine.Json.Member("currentState").AsText() is { Length: > 0 } current ? current : machine.Json.Member("initialState").AsText() ?? "";
        var reached = Reached(begin, byName, transitions);
        var groups = new List<OutlineGroup>();
        foreach (var state in reached.Concat(Enumerable.Range(0, states.Length).Except(reached)))
        {
            var name = states[state].Member("name").AsText() ?? "";
            var isLive = byName.GetValueOrDefault(name, -1) == state;
            var inner = new List<OutlineGroup>();
            Add(inner, held, "states.entry", state, words.Say("En entrant", "On entry"));
            for (var i = 0; isLive && i < transitions.Length; i++)
            {
                if (transitions[i].Member("from").AsText() == name)
                {
                    inner.AddRange(Transition(held, transitions[i], i, byName));
                }
            }

            Add(inner, held, "states.exit", state, words.Say("En sortant", "On exit"));
            groups.Add(new OutlineGroup(
                words.Say($"État {words.Quote(name)}", $"State {words.Quote(name)}"), About(reached.Contains(state), name == begin, isLive, inner.Count == 0), OutlineFlow.States, "states", state, null, [], [], inner));
        }

        var never = transitions.Select((transition, position) => (transition, position)).Where(pair => !byName.ContainsKey(pair.transition.Member("from").AsText() ?? "")).ToArray();
        if (never.Length > 0)
        {
            groups.Add(new OutlineGroup(
                words.Say("Transitions jamais prises", "Transitions never taken"),
                words.Say("Elles partent d'un état qui n'existe pas.", "They leave from a state that does not exist."),
                OutlineFlow.States, "transitions", null, null, [], [], [.. never.SelectMany(pair => Transition(held, pair.transition, pair.position, byName))]));
        }

        return groups;
    }

    private IEnumerable<OutlineGroup> Transition(Dictionary<(string Port, int? Position), GraphNode> held, JsonElement transition, int position, Dictionary<string, int> states)
    {
        var to = transition.Member("to").AsText() ?? "";
        var label = words.Say($"Transition vers {words.Quote(to)}", $"Transition to {words.Quote(to)}") + (states.ContainsKey(to) ? "" : words.Say(" (état inexistant : jamais prise)", " (no such state: never taken)"));
        var inner = new List<OutlineGroup>();
        Add(inner, held, "transitions.trigger", position, words.Say("Déclencheur", "Trigger"));
        Add(inner, held, "transitions.action", position, words.Say("Action", "Action"));
        yield return new OutlineGroup(label, sentences.CaseCondition(transition), OutlineFlow.States, "transitions", position, null, [], [], inner);
    }

    private void Add(List<OutlineGroup> groups, Dictionary<(string Port, int? Position), GraphNode> held, string port, int position, string label)
    {
        if (held.TryGetValue((port, position), out var step))
        {
            groups.Add(inside(step, label, port, position));
        }
    }

    private string? About(bool isReached, bool isBegin, bool isLive, bool isEmpty) =>
        !isLive ? words.Say("Un autre état porte le même nom : celui-ci n'est jamais atteint.", "Another state has the same name: this one is never reached.")
        : !isReached ? words.Say("Aucune transition n'y mène depuis le départ.", "No transition leads to it from the beginning.")
        : isBegin ? words.Say("État de départ.", "Where it begins.")
        : isEmpty ? words.Say("Rien ne s'y passe : la machine s'y termine.", "Nothing happens here: the machine ends.") : null;

    private static List<int> Reached(string begin, Dictionary<string, int> byName, JsonElement[] transitions)
    {
        var order = new List<int>();
        var open = new Queue<string>([begin]);
        while (open.TryDequeue(out var name))
        {
            if (!byName.TryGetValue(name, out var state) || order.Contains(state))
            {
                continue;
            }

            order.Add(state);
            foreach (var transition in transitions.Where(transition => transition.Member("from").AsText() == name))
            {
                open.Enqueue(transition.Member("to").AsText() ?? "");
            }
        }

        return order;
    }
}

using System.Text.Json;
using Hub.Workflows.Definitions;
using Hub.Workflows.Expressions;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Flow;

/// <summary>Moves between named states: what happens in a state is drawn as its entry and exit, what leads out of it as transitions.</summary>
/// <remarks>
/// Contract §5, StateMachine. 1. Entering a state runs its entry. 2. Then the triggers of all its transitions begin, side by side.
/// 3. The first one that completes and whose condition holds takes the others back; one whose condition does not hold begins again.
/// 4. The transition's action runs, then the exit of the state that is left, then 1. for the target. A state that no trigger leads out
/// of ends the machine. The present state is the property <c>CurrentState</c> of the execution.
/// </remarks>
internal sealed class StateMachine : Activity
{
    private const string CurrentState = "CurrentState";
    private const string Entered = "entered";
    private const string Triggered = "triggered";
    private const string Acted = "acted";
    private const string Left = "left";

    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.StateMachine",
        Category = Categories.Flow,
        DisplayName = ("State Machine", "Machine à états"),
        Description = ("Moves between named states by transitions that triggers set off.", "Passe d'un état nommé à l'autre par des transitions que des déclencheurs provoquent."),
        Ports =
        [
            PortDescriptor.InEach("States", "Entry"),
            PortDescriptor.InEach("States", "Exit"),
            PortDescriptor.InEach("Transitions", "Trigger"),
            PortDescriptor.InEach("Transitions", "Action"),
        ],
    };

    private readonly Dictionary<string, State> _states = new(StringComparer.Ordinal);
    private Transition[] _transitions = [];
    private string? _begin;

    public override void Compile(NodeCompilation compilation)
    {
        ReadStates(compilation);
        ReadTransitions(compilation);

        // A definition may say in which state a new run begins; the state that a run is in belongs to the run.
        _begin = compilation.Member("currentState").AsText() is { } current && !string.IsNullOrWhiteSpace(current) ? current : compilation.Member("initialState").AsText();
        if (_begin is not null && !_states.ContainsKey(_begin))
        {
            compilation.Warn("unknown-state", (
                $"The state machine begins in the state {_begin}, which it does not have: it completes at once. Name one of {string.Join(", ", _states.Keys)}.",
                $"La machine à états commence dans l'état {_begin}, qu'elle n'a pas : elle se termine aussitôt. Nommez l'un de {string.Join(", ", _states.Keys)}."));
        }
    }

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        Enter(context, _begin);
        return default;
    }

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child)
    {
        switch (child.Callback)
        {
            case Entered:
                BeginTriggers(context, child.Context);
                break;
            case Triggered:
                TakeTrigger(context, child);
                break;
            case Acted:
                Leave(context, context.Position, child.Context);
                break;
            default:
                Enter(context, _transitions[context.Position].To, child.Context);
                break;
        }

        return default;
    }

    internal override bool Admit(ActivityContext context, GraphNode child)
    {
        // A trigger of the present state, or that state's entry; what belongs to a transition follows from its trigger.
        var current = StateOf(context);
        var callback = Array.Exists(_transitions, transition => transition.Trigger == child && transition.From == current) ? Triggered
            : current is not null && _states.TryGetValue(current, out var state) && state.Entry == child ? Entered
            : null;
        if (callback is null)
        {
            return false;
        }

        context.Schedule(child, callback);
        return true;
    }

    internal override void Migrate(ActivityContext context, Activity earlier)
    {
        // The chosen transition, while one is under way, is a position in the definition.
        if (earlier is StateMachine { _transitions: var before } && context.Position < before.Length && Array.FindIndex(_transitions, transition => transition.IsAs(before[context.Position])) is >= 0 and var position)
        {
            context.Position = position;
        }
    }

    private void Enter(ActivityContext context, string? name, ActivityContext? completed = null)
    {
        if (name is null || !_states.TryGetValue(name, out var state))
        {
            context.Complete();
            return;
        }

        context.SetProperty(CurrentState, JsonValues.From(name));
        if (state.Entry is null)
        {
            BeginTriggers(context, completed);
        }
        else
        {
            Schedule(context, state.Entry, Entered, completed);
        }
    }

    private void BeginTriggers(ActivityContext context, ActivityContext? completed)
    {
        var current = StateOf(context);
        var waits = false;
        foreach (var transition in _transitions)
        {
            if (transition.Trigger is not null && transition.From == current && _states.ContainsKey(transition.To))
            {
                Schedule(context, transition.Trigger, Triggered, completed);
                waits = true;
            }
        }

        if (!waits)
        {
            context.Complete();
        }
    }

    private void TakeTrigger(ActivityContext context, in ChildCompletion child)
    {
        var node = child.Node;
        var position = Array.FindIndex(_transitions, transition => transition.Trigger == node);
        if (position < 0 || _transitions[position].From != StateOf(context))
        {
            return;
        }

        if (!Holds(context, _transitions[position]))
        {
            Schedule(context, node, Triggered, child.Context);
            return;
        }

        // Nothing but the other triggers runs or is queued while a state waits.
        context.Run.CancelChildren(context);
        context.Position = position;
        if (_transitions[position].Action is { } action)
        {
            Schedule(context, action, Acted, child.Context);
        }
        else
        {
            Leave(context, position, child.Context);
        }
    }

    private void Leave(ActivityContext context, int position, ActivityContext? completed)
    {
        var transition = _transitions[position];
        if (_states[transition.From].Exit is { } exit)
        {
            Schedule(context, exit, Left, completed);
        }
        else
        {
            Enter(context, transition.To, completed);
        }
    }

    private static bool Holds(ActivityContext context, Transition transition)
    {
        try
        {
            return transition.Condition is null || transition.Condition.Evaluate(context).ValueKind == JsonValueKind.True;
        }
        catch (ExpressionFailedException failure)
        {
            throw new ActivityFaultException($"Failed to evaluate the condition of the transition '{transition.Label}'", failure);
        }
    }

    private static string? StateOf(ActivityContext context) => context.GetProperty(CurrentState).AsText();

    private static void Schedule(ActivityContext context, GraphNode? child, string callback, ActivityContext? completed) =>
        context.Run.Schedule(context, child, callback, default, null, byBackwardConnection: false, completed);

    private void ReadStates(NodeCompilation compilation)
    {
        var states = DefinitionReader.Items(compilation.Member("states"), $"{compilation.Node.Place}/states");
        var entries = compilation.Ports("States.Entry");
        var exits = compilation.Ports("States.Exit");
        for (var i = 0; i < states.Count; i++)
        {
            if (states[i].Member("name").AsText() is { } name && !string.IsNullOrWhiteSpace(name))
            {
                // Of two states with one name the first counts, as in Elsa.
                _states.TryAdd(name, new State(entries[i], exits[i]));
            }
        }
    }

    private void ReadTransitions(NodeCompilation compilation)
    {
        var transitions = DefinitionReader.Items(compilation.Member("transitions"), $"{compilation.Node.Place}/transitions");
        var triggers = compilation.Ports("Transitions.Trigger");
        var actions = compilation.Ports("Transitions.Action");
        _transitions = new Transition[transitions.Count];
        for (var i = 0; i < _transitions.Length; i++)
        {
            var condition = transitions[i].Member("condition");
            condition = condition.Member("expression") is { ValueKind: JsonValueKind.Object } wrapped ? wrapped : condition;
            _transitions[i] = new Transition(
                transitions[i].Member("name").AsText(),
                transitions[i].Member("from").AsText() ?? "",
                transitions[i].Member("to").AsText() ?? "",
                triggers[i],
                actions[i],
                condition.IsNothing() ? null : compilation.CompileExpression(condition, "Boolean"));
            if (_transitions[i] is var transition && (!_states.ContainsKey(transition.From) || !_states.ContainsKey(transition.To)))
            {
                compilation.Warn("dangling-transition", (
                    $"The transition {transition.Label} leads from or to a state that does not exist; it is never taken.",
                    $"La transition {transition.Label} part d'un état qui n'existe pas ou y mène ; elle n'est jamais prise."));
            }
        }
    }

    private sealed record State(GraphNode? Entry, GraphNode? Exit);

    private sealed record Transition(string? Name, string From, string To, GraphNode? Trigger, GraphNode? Action, CompiledExpression? Condition)
    {
        public string Label => string.IsNullOrWhiteSpace(Name) ? $"{From} → {To}" : Name;

        public bool IsAs(Transition other) => Name == other.Name && From == other.From && To == other.To && Trigger?.Id == other.Trigger?.Id;
    }
}

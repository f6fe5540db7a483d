using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Hub.Workflows.Activities;
using Hub.Workflows.Graph;

namespace Hub.Workflows.Runtime;

/// <summary>One execution of one step in one instance: what the activity reads, writes and asks for while it runs.</summary>
/// <remarks>Belongs to its instance and is used by one burst at a time. It lives in the instance's state until the execution ends.</remarks>
public sealed class ActivityContext
{
    internal ActivityContext(WorkflowInstance instance, int number, GraphNode? node, ActivityContext? parent)
    {
        Instance = instance;
        Number = number;
        Node = node!; // null only while an instance read from a store waits to be bound to its graph
        Parent = parent;
    }

    /// <summary>
    /// Identifier of this execution (Elsa's activity instance id): the instance's, a hyphen, and the hexadecimal number of the execution within it.
    /// Whoever has it finds the instance, and a burst that is lost and run again names its executions as before.
    /// </summary>
    public string Id => _id ??= string.Create(CultureInfo.InvariantCulture, $"{Instance.Id}-{Number:x}");

    /// <summary>The id that an earlier version of the hub gave it; null when it is made of the number.</summary>
    internal string? GivenId
    {
        get => _isIdGiven ? _id : null;
        init => _isIdGiven = (_id = value) is not null;
    }

    /// <summary>The step.</summary>
    public GraphNode Node { get; internal set; }

    /// <summary>The execution that holds this one; null for the workflow itself.</summary>
    public ActivityContext? Parent { get; }

    /// <summary>The instance.</summary>
    public WorkflowInstance Instance { get; }

    /// <summary>How it stands.</summary>
    public ActivityStatus Status { get; internal set; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt
    {
        get => new(_startedTicks, TimeSpan.Zero);
        internal set => _startedTicks = value.UtcTicks;
    }

    /// <summary>When it ended, if it did.</summary>
    public DateTimeOffset? CompletedAt
    {
        get => _completedTicks == 0 ? null : new DateTimeOffset(_completedTicks, TimeSpan.Zero);
        internal set => _completedTicks = value?.UtcTicks ?? 0;
    }

    /// <summary>Faults of it and below it.</summary>
    public int AggregateFaultCount { get; internal set; }

    /// <summary>What its parent scheduled it with; not set for nothing.</summary>
    public JsonElement Tag { get; internal set; }

    /// <summary>The execution whose completion made this one begin, where known.</summary>
    public string? ScheduledById { get; internal set; }

    /// <summary>Now, by the runner's clock.</summary>
    public DateTimeOffset Now => Run.Clock.GetUtcNow();

    /// <summary>Cancelled when the host gives up on the burst.</summary>
    public CancellationToken CancellationToken => Run.CancellationToken;

    /// <summary>The bookmark that was just resumed; null while the activity runs for the first time.</summary>
    public Bookmark? ResumedBookmark { get; internal set; }

    /// <summary>Whether the instance was started by this very step, as its trigger, and this is its first execution.</summary>
    public bool IsTrigger { get; internal set; }

    /// <summary>What the trigger or the resume brought; not set when nothing.</summary>
    public JsonElement StimulusInput { get; internal set; }

    /// <summary>Whether a Break reached this loop or sequence.</summary>
    public bool IsBreaking { get; internal set; }

    /// <summary>A number kept with the execution: the next step of a sequence, the turn of a loop, the branches still out.</summary>
    internal int Position { get; set; }

    /// <summary>What a built-in activity remembers, kept typed during a burst; stored by <see cref="Activity.WriteState"/>.</summary>
    internal object? State { get; set; }

    /// <summary>How it stands now, as a record shows it.</summary>
    public ActivityRecord Record => new(this, BookmarkCount > 0);

    /// <summary>The variables that it declares, with their present values; null where one has none.</summary>
    public IEnumerable<VariableState> DeclaredVariables => VariableScope.Declared(this);

    /// <summary>Variables that it was given beside those, such as the current value of a loop.</summary>
    public IEnumerable<VariableState> GivenVariables => (DynamicVariables ?? []).Select(variable => new VariableState(variable.Name, variable.Name, variable.Value.IsSet() ? variable.Value : JsonValues.Null, true));

    /// <summary>Properties kept with the execution, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Properties => StoredProperties ?? StartWorkflow.NoValues;

    /// <summary>The host object of this burst as a <typeparamref name="T"/>, or the service of that type if the host is a service provider.</summary>
    /// <exception cref="ActivityFaultException">The host offers no such thing.</exception>
    public T Host<T>()
        where T : class
        => FindHost<T>() ?? throw new ActivityFaultException($"The activity {Node.Id} of type {Node.Descriptor.TypeName} needs {typeof(T).Name} from its host, which does not offer it here.");

    /// <summary>As <see cref="Host{T}"/>, but null when the host offers no such thing.</summary>
    public T? FindHost<T>()
        where T : class
        => Run.Host as T ?? (Run.Host as IServiceProvider)?.GetService(typeof(T)) as T;

    /// <summary>An evaluated input, or its default; not set when there is neither.</summary>
    /// <param name="name">PascalCase name from the descriptor.</param>
    public JsonElement GetInput(string name)
    {
        var inputs = Node.Inputs;
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Descriptor.Name == name)
            {
                return i < EvaluatedInputs.Length ? EvaluatedInputs[i] : default;
            }
        }

        throw new InvalidOperationException($"{Node.Descriptor.TypeName} has no input {name}; its descriptor lists {string.Join(", ", inputs.Select(input => input.Descriptor.Name))}.");
    }

    /// <summary>An input as text; null when there is nothing.</summary>
    public string? GetText(string name) => GetInput(name).AsText();

    /// <summary>An input as a boolean; <paramref name="otherwise"/> when there is nothing.</summary>
    /// <exception cref="ActivityFaultException">It is something else.</exception>
    public bool GetBoolean(string name, bool otherwise = false)
    {
        var value = GetInput(name);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => otherwise,
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String when bool.TryParse(value.GetString(), out var flag) => flag,
            JsonValueKind.String when value.ValueEquals(ReadOnlySpan<byte>.Empty) => otherwise,
            _ => throw WrongInput(name, "true or false"),
        };
    }

    /// <summary>An input as a whole number; <paramref name="otherwise"/> when there is nothing.</summary>
    /// <exception cref="ActivityFaultException">It is something else.</exception>
    public long GetInteger(string name, long otherwise = 0)
    {
        var value = GetInput(name);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => otherwise,
            JsonValueKind.Number when value.TryGetInt64(out var number) => number,
            JsonValueKind.Number when value.TryGetDouble(out var real) && Math.Abs(real) < 9e15 => (long)Math.Round(real),
            JsonValueKind.String when long.TryParse(value.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw WrongInput(name, "a whole number"),
        };
    }

    /// <summary>An input as a duration in .NET form (<c>[d.]hh:mm:ss[.fff]</c>); null when there is nothing.</summary>
    /// <exception cref="ActivityFaultException">It is something else.</exception>
    public TimeSpan? GetDuration(string name)
    {
        var text = GetText(name);
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) ? duration : throw WrongInput(name, "a duration such as 00:05:00");
    }

    /// <summary>An input as an instant in ISO 8601 (UTC when it names no offset); null when there is nothing.</summary>
    /// <exception cref="ActivityFaultException">It is something else.</exception>
    public DateTimeOffset? GetInstant(string name)
    {
        var text = GetText(name);
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw WrongInput(name, "an ISO 8601 date and time such as 2030-01-31T08:00:00Z");
    }

    /// <summary>An input as a list of texts: an array, JSON text holding one, or a single text; empty when there is nothing.</summary>
    public IReadOnlyList<string> GetTexts(string name) => TextList.From(GetInput(name));

    /// <summary>Evaluates an input anew and keeps the value: for inputs that the engine does not evaluate beforehand.</summary>
    /// <exception cref="ActivityFaultException">The expression failed.</exception>
    public JsonElement EvaluateInput(string name) => InputEvaluation.EvaluateOne(this, name);

    /// <summary>Gives an output: to the record of this execution, the instance's output register, and what the definition binds it to.</summary>
    /// <param name="name">PascalCase name from the descriptor.</param>
    /// <param name="value">The value.</param>
    public void SetOutput(string name, JsonElement value) => OutputWriting.Set(this, name, value);

    /// <summary>Looks a variable up by name, from this execution outwards; the nearest wins.</summary>
    public bool TryGetVariable(string name, out JsonElement value) => VariableScope.TryGet(this, name, out value);

    /// <summary>Sets a variable by name, from this execution outwards; an unknown name makes a new variable in the nearest container.</summary>
    public void SetVariable(string name, JsonElement value) => VariableScope.Set(this, name, value);

    /// <summary>Sets a declared variable by its id; false when no container around declares it.</summary>
    public bool TrySetVariableById(string id, JsonElement value) => VariableScope.TrySetById(this, id, value);

    /// <summary>A property kept with this execution; not set when absent.</summary>
    public JsonElement GetProperty(string name) => StoredProperties is not null && StoredProperties.TryGetValue(name, out var value) ? value : default;

    /// <summary>Keeps a property with this execution; a value that is not set removes it.</summary>
    public void SetProperty(string name, JsonElement value)
    {
        if (!value.IsSet())
        {
            StoredProperties?.Remove(name);
            return;
        }

        (StoredProperties ??= new SortedDictionary<string, JsonElement>(StringComparer.Ordinal))[name] = value;
    }

    /// <summary>Waits: the instance is suspended here until someone resumes the bookmark.</summary>
    public Bookmark CreateBookmark(BookmarkRequest request) => Run.Waits.Create(this, request, effectId: null);

    /// <summary>
    /// Asks for a call to the outside and waits for its result: the host commits the claim first, then calls, then resumes
    /// <see cref="Activity.ResumeAsync"/> with the result in <see cref="StimulusInput"/>.
    /// </summary>
    /// <param name="kind">What kind of call.</param>
    /// <param name="request">What to do.</param>
    /// <param name="isIdempotent">Whether it may be repeated with the same key when its outcome is unknown.</param>
    /// <param name="callback">Passed on through the bookmark.</param>
    public Effect RequestEffect(string kind, JsonElement request, bool isIdempotent, string callback) => Run.Waits.RequestEffect(this, kind, request, isIdempotent, callback);

    /// <summary>Names the instance.</summary>
    public void SetInstanceName(string? name) => Instance.Name = name;

    /// <summary>Ties the instance to the other things of the same case.</summary>
    public void SetCorrelationId(string? correlationId) => Instance.CorrelationId = correlationId;

    /// <summary>Asks the host to send an event once the burst is committed.</summary>
    public void PublishEvent(PublishedEvent published) => Run.PublishedEvents.Add(published);

    /// <summary>Schedules a child; when it completes, <see cref="Activity.ChildCompletedAsync"/> is called. A null child completes at once.</summary>
    /// <param name="child">A step that this one holds, or null.</param>
    /// <param name="callback">Tells the parent what completed.</param>
    /// <param name="tag">Handed back with the completion; not set for nothing.</param>
    /// <param name="variables">Variables that live on the child's execution (a loop's current value); null for none.</param>
    public void Schedule(GraphNode? child, string callback, JsonElement tag = default, DynamicVariable[]? variables = null) =>
        Run.Schedule(this, child, callback, tag, variables, byBackwardConnection: false, scheduledBy: null);

    /// <summary>Completes this execution with the default outcome. Does nothing unless it is running.</summary>
    public void Complete() => Run.Complete(this, null);

    /// <summary>Completes this execution with the given outcomes. Does nothing unless it is running.</summary>
    public void Complete(params IReadOnlyList<string> outcomes) => Run.Complete(this, outcomes);

    /// <summary>Writes into the journal what its readers must know; the execution goes on.</summary>
    /// <param name="message">Without values of the run.</param>
    public void Note(string message) => Run.Write(JournalEvent.Noted, this, message);

    /// <summary>Fails this execution: becomes an incident.</summary>
    /// <param name="message">What went wrong and how to mend it, without values of the run.</param>
    [DoesNotReturn]
#pragma warning disable CA1822 // reads as something the execution does; callers write context.Fault(…)
    public void Fault(string message) => throw new ActivityFaultException(message);
#pragma warning restore CA1822

    /// <summary>A new identifier.</summary>
    public string NewId() => Run.Ids.NewId();

    internal BurstRun Run => Instance.Run ?? throw new InvalidOperationException("An activity's context can only act during a burst.");

    /// <summary>Counted within the instance.</summary>
    internal int Number { get; }

    // Made when somebody asks for it, unless it is given.
    private readonly bool _isIdGiven;
    private string? _id;

    // Ticks instead of dates: an instance holds many executions, and most of what they cost is their size.
    private long _startedTicks;
    private long _completedTicks;

    internal string? Callback;
    internal JsonElement[] EvaluatedInputs = [];
    internal JsonElement[]? OutputValues;
    internal JsonElement[] VariableValues = [];
    internal DynamicVariable[]? DynamicVariables;
    internal SortedDictionary<string, JsonElement>? StoredProperties;
    internal IReadOnlyList<string>? Outcomes;
    internal IReadOnlyList<string>? CompositeOutcomes;
    internal FailureDescription? Failure;
    internal int BookmarkCount;
    internal bool ByBackwardConnection;
    internal bool HasScheduled;
    internal bool IsTouched;
    internal bool HasNewInputs;

    // Open (not completed, not cancelled) children as a linked list, so that cancelling and counting need no search.
    internal ActivityContext? FirstChild;
    internal ActivityContext? LastChild;
    internal ActivityContext? NextSibling;
    internal ActivityContext? PreviousSibling;
    internal int RunningChildren;
    internal int FaultedChildren;
    internal int QueuedChildren;

    internal bool IsClosed => Status is ActivityStatus.Completed or ActivityStatus.Canceled;

    private ActivityFaultException WrongInput(string name, string expected) =>
        new($"The input {name} of {Node.Descriptor.TypeName} must be {expected}, but its value is of kind {GetInput(name).ValueKind}.");
}

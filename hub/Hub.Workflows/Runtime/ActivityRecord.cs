using System.Text.Json;
using Hub.Workflows.Graph;

namespace Hub.Workflows.Runtime;

/// <summary>How one execution of an activity stood at the end of a burst: what Elsa's REST shows as an activity execution.</summary>
public readonly struct ActivityRecord
{
    /// <summary>The property of an execution that lists the attempts to repeat its call.</summary>
    internal const string RetriesProperty = "RetryAttempts";

    private readonly ActivityContext _context;
    private readonly JsonElement[] _inputs;
    private readonly JsonElement[]? _outputs;
    private readonly bool _evaluated;
    private readonly LogPersistence _log;

    // A byte, because a burst has a record for each execution: it keeps them at 40 bytes.
    private readonly byte _status;

    internal ActivityRecord(ActivityContext context, bool hasBookmarks)
    {
        _context = context;
        _inputs = context.EvaluatedInputs;
        _outputs = context.OutputValues;
        _evaluated = context.HasNewInputs;
        _log = context.Node.LogPersistence.Decide(context);
        _status = (byte)context.Status;
        AggregateFaultCount = context.AggregateFaultCount;
        HasBookmarks = hasBookmarks;
    }

    /// <summary>The execution's id; a later burst that touches the execution again gives a newer record with the same id.</summary>
    public string Id => _context.Id;

    /// <summary>Its number within the instance, which its id is made of unless there is a <see cref="GivenId"/>.</summary>
    public int Number => _context.Number;

    /// <summary>The id that an earlier version of the hub gave it; null when it is made of the number.</summary>
    public string? GivenId => _context.GivenId;

    /// <summary>The execution that holds it.</summary>
    public string? ParentId => _context.Parent?.Id;

    /// <summary>The <see cref="Number"/> of the execution that holds it; null when there is none.</summary>
    public int? ParentNumber => _context.Parent?.Number;

    /// <summary>The <see cref="GivenId"/> of the execution that holds it.</summary>
    public string? ParentGivenId => _context.Parent?.GivenId;

    /// <summary>The execution whose completion made this one begin, where known.</summary>
    public string? ScheduledById => _context.ScheduledById;

    /// <summary>The step.</summary>
    public GraphNode Node => _context.Node;

    /// <summary>How it stood.</summary>
    public ActivityStatus Status => (ActivityStatus)_status;

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt => _context.StartedAt;

    /// <summary>When it ended, if it did.</summary>
    public DateTimeOffset? CompletedAt => IsClosed ? _context.CompletedAt : null;

    /// <summary>Faults of it and below it.</summary>
    public int AggregateFaultCount { get; }

    /// <summary>Whether it waits at a bookmark.</summary>
    public bool HasBookmarks { get; }

    /// <summary>The outcomes it completed with, where it named some.</summary>
    public IReadOnlyList<string>? Outcomes => IsClosed ? _context.Outcomes : null;

    /// <summary>Why it failed.</summary>
    public FailureDescription? Failure => Status == ActivityStatus.Faulted ? _context.Failure : null;

    /// <summary>The attempts that a resilience strategy made so far, as Elsa lists them (<c>attemptNumber</c>, <c>retryDelay</c>, <c>details</c>); not set when there was none.</summary>
    public JsonElement RetryAttempts => _log.KeepsInternalState ? _context.GetProperty(RetriesProperty) : default;

    // What is read through the execution itself no longer changes once it has ended.
    private bool IsClosed => Status is ActivityStatus.Completed or ActivityStatus.Canceled;

    /// <summary>
    /// The evaluated inputs by PascalCase name (Elsa's <c>activityState</c>), without the sensitive ones, those that are not set,
    /// and those that the log persistence settings of the step or workflow exclude.
    /// </summary>
    public IEnumerable<KeyValuePair<string, JsonElement>> ActivityState
    {
        get
        {
            var inputs = Node.Inputs;
            for (var i = 0; i < inputs.Length && i < _inputs.Length; i++)
            {
                if (_inputs[i].IsSet() && !inputs[i].Descriptor.IsSensitive && _log.KeepsInput(inputs[i].Descriptor.Name))
                {
                    yield return KeyValuePair.Create(inputs[i].Descriptor.Name, _inputs[i]);
                }
            }
        }
    }

    /// <summary>
    /// Of <see cref="ActivityState"/>, what neither the graph knows nor an earlier record of the execution tells: inputs that are no
    /// constants, when they were evaluated in this burst; constants too where an expression decided whether to keep them.
    /// </summary>
    public IEnumerable<KeyValuePair<string, JsonElement>> NewInputs
    {
        get
        {
            var inputs = Node.Inputs;
            for (var i = 0; _evaluated && i < inputs.Length && i < _inputs.Length; i++)
            {
                if ((inputs[i].Expression is not null || !Node.LogPersistence.IsFixed) && _inputs[i].IsSet() && !inputs[i].Descriptor.IsSensitive && _log.KeepsInput(inputs[i].Descriptor.Name))
                {
                    yield return KeyValuePair.Create(inputs[i].Descriptor.Name, _inputs[i]);
                }
            }
        }
    }

    /// <summary>The outputs that were set, by name, without those that the log persistence settings exclude.</summary>
    public IEnumerable<KeyValuePair<string, JsonElement>> Outputs
    {
        get
        {
            if (_outputs is null)
            {
                yield break;
            }

            for (var i = 0; i < _outputs.Length; i++)
            {
                if (_outputs[i].IsSet() && Node.Descriptor.Outputs[i].IsRecorded && _log.KeepsOutput(Node.Descriptor.Outputs[i].Name))
                {
                    yield return KeyValuePair.Create(Node.Descriptor.Outputs[i].Name, _outputs[i]);
                }
            }
        }
    }
}

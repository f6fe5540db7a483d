using Hub.Workflows.Graph;

namespace Hub.Workflows.Runtime;

/// <summary>One line of an instance's journal.</summary>
/// <remarks>A struct, because every step writes two. What it tells of the execution does not change afterwards.</remarks>
public readonly struct JournalEntry
{
    private readonly ActivityContext _context;

    private readonly long _ticks;

    internal JournalEntry(long sequence, DateTimeOffset timestamp, JournalEvent what, ActivityContext context, string? message)
    {
        Sequence = sequence;
        _ticks = timestamp.UtcTicks;
        Event = what;
        _context = context;
        Message = message;
    }

    /// <summary>Position in the instance's journal, counted from 1 over all bursts.</summary>
    public long Sequence { get; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset Timestamp => new(_ticks, TimeSpan.Zero);

    /// <summary>What happened.</summary>
    public JournalEvent Event { get; }

    /// <summary>Elsa's name of the event.</summary>
    public string EventName => Event == JournalEvent.WorkflowCancelled ? "Workflow cancelled" : Event.ToString();

    /// <summary>The step.</summary>
    public GraphNode Node => _context.Node;

    /// <summary>The execution of the step.</summary>
    public string ActivityInstanceId => _context.Id;

    /// <summary>The number of that execution within the instance.</summary>
    public int ActivityInstanceNumber => _context.Number;

    /// <summary>The execution that holds it; null for the workflow itself.</summary>
    public string? ParentActivityInstanceId => _context.Parent?.Id;

    /// <summary>The outcomes it completed with, where it named some.</summary>
    public IReadOnlyList<string>? Outcomes => Event == JournalEvent.Completed ? _context.Outcomes : null;

    /// <summary>Why it failed, or what is to be known of it.</summary>
    public string? Message { get; }
}

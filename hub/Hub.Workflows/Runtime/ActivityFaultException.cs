namespace Hub.Workflows.Runtime;

/// <summary>Thrown by an activity that cannot do its work: becomes an incident. The message is for people and holds no values of the run.</summary>
public sealed class ActivityFaultException : Exception
{
    /// <summary>A failure with a message.</summary>
    public ActivityFaultException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>A failure as Elsa's Fault activity describes it.</summary>
    public ActivityFaultException(string code, string category, string kind, string? message)
        : base(message ?? "")
    {
        Metadata = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["Code"] = code, ["Category"] = category, ["Type"] = kind };
    }

    /// <summary>Code, category and kind; empty for an ordinary failure.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>();
}

namespace Hub.Workflows.Runtime;

/// <summary>An exception as an incident shows it: never a stack trace, never values of the run.</summary>
/// <param name="Type">Name of the kind of failure.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="Inner">What caused it.</param>
/// <param name="Metadata">Code, category and kind given by a Fault activity; empty otherwise.</param>
public sealed record FailureDescription(string Type, string Message, FailureDescription? Inner, IReadOnlyDictionary<string, string> Metadata)
{
    private static readonly IReadOnlyDictionary<string, string> NoMetadata = new Dictionary<string, string>();

    /// <summary>Describes an exception and its causes.</summary>
    public static FailureDescription From(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        // Four levels tell the cause; a chain may be as long as whoever made it liked.
        var chain = new Stack<Exception>();
        for (var current = exception; current is not null && chain.Count < 4; current = current.InnerException)
        {
            chain.Push(current);
        }

        FailureDescription? inner = null;
        while (chain.TryPop(out var current))
        {
            inner = new FailureDescription(current.GetType().FullName ?? current.GetType().Name, current.Message, inner, (current as ActivityFaultException)?.Metadata ?? NoMetadata);
        }

        return inner!; // the chain holds at least the exception itself
    }
}

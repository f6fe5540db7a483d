namespace Hub.Workflows.Http;

/// <summary>Whether an HTTP call got an answer.</summary>
public enum HttpCallOutcome
{
    /// <summary>An answer came, whatever its status.</summary>
    Answered,

    /// <summary>No connection, or one that broke before the answer was whole.</summary>
    FailedToConnect,

    /// <summary>No answer in time.</summary>
    Timeout,
}

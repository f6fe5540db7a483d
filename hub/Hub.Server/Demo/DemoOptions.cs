namespace Hub.Server.Demo;

/// <summary>What <c>hub demo</c> was asked to do.</summary>
public sealed record DemoOptions
{
    /// <summary>Ends when every journey has ended; exit code 0 only if each ended as its sample expects. Default: serves until Ctrl-C.</summary>
    public bool Once { get; init; }

    /// <summary>Starts only the stand-ins and the connectors, beside a hub that runs elsewhere. Default: starts the hub as well and plays the samples.</summary>
    public bool StandInsOnly { get; init; }

    /// <summary>How long the whole play may take before it is judged stuck. Default 3 minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(3);
}

namespace Hub.Server.Cli;

/// <summary>What the commands do that other folders know how to do. <c>Program.cs</c> fills it in; null means that this version does not offer it.</summary>
internal sealed record HubActions
{
    /// <summary><c>hub serve</c>: runs until it is told to stop; returns the exit code.</summary>
    public required Func<HubOptions, CancellationToken, Task<int>> Serve { get; init; }

    /// <summary><c>hub openapi</c>: the description of the HTTP surface, as JSON text.</summary>
    public Func<HubOptions, CancellationToken, Task<string>>? OpenApi { get; init; }

    /// <summary><c>hub demo</c>: returns the exit code.</summary>
    public Func<HubOptions, DemoArguments, CancellationToken, Task<int>>? Demo { get; init; }
}

/// <param name="Once">End when the journeys have ended.</param>
/// <param name="StandInsOnly">Start only the stand-ins and the connectors, beside a hub that runs elsewhere.</param>
internal sealed record DemoArguments(bool Once, bool StandInsOnly);

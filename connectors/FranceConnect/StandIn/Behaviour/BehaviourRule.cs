namespace Hub.Connectors.FranceConnect.StandIn.Behaviour;

/// <summary>What <c>POST /stand-in/behaviour</c> tells the stand-in to do, until it is told otherwise.</summary>
internal sealed record BehaviourRule
{
    /// <summary>The citizen it is about. Absent: everybody without a rule of their own.</summary>
    public string? LoginHint { get; init; }

    /// <summary>Where latency and failures apply: <c>discovery</c>, <c>jwks</c>, <c>authorize</c>, <c>token</c>, <c>userinfo</c>, <c>session</c>. Absent: everywhere.</summary>
    public string? On { get; init; }

    /// <summary>Milliseconds to wait before each answer. Default 0.</summary>
    public int LatencyMs { get; init; }

    /// <summary>Answers that fail before it works again. Default 0; -1: all.</summary>
    public int FailNext { get; init; }

    /// <summary>HTTP status of a failing answer. Default 503; 0 cuts the connection.</summary>
    public int Status { get; init; } = 503;

    /// <summary>The citizen refuses: FranceConnect comes back with <c>access_denied</c>.</summary>
    public bool Refuse { get; init; }

    /// <summary>The citizen closes the page and never comes back.</summary>
    public bool Abandon { get; init; }

    /// <summary>How the proof is wrong.</summary>
    public Misbehaviour Misbehave { get; init; }

    /// <summary>Milliseconds the robot waits before it follows a link. Default 0.</summary>
    public int CitizenDelayMs { get; init; }
}

namespace Hub.Server.Web.Admission;

/// <summary>What a call asks of a hub that has too much to do. What comes later in this list is refused later.</summary>
public enum WorkClass
{
    /// <summary>Begins something: a citizen request, a document. Its sender has it and sends it again: refused first.</summary>
    New,

    /// <summary>Everything that is not said to be something else: people who look or operate, programs that read, workflows' HTTP routes.</summary>
    Ordinary,

    /// <summary>Brings what a running journey waits for: refused last.</summary>
    Running,

    /// <summary>Never refused and not counted: probes, metrics, and streams that have bounds of their own.</summary>
    Exempt,
}

/// <summary>A route's class; without it, <see cref="WorkClass.Ordinary"/>.</summary>
/// <param name="Body">The bytes that a body which announces no length is counted with; null means the route's limit.</param>
public sealed record WorkRule(WorkClass Class, long? Body = null);

namespace Hub.Server.Web;

/// <summary>
/// One thing that somebody did, for the audit log. Add it to the unit of work that does it, so that neither exists without the
/// other. The storage's writer gives it its place in the chain (see <see cref="AuditChain"/>). Never holds personal data.
/// </summary>
public sealed record AuditEntry : IChange
{
    /// <summary>When, kept to the millisecond.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The local authority concerned; <c>*</c> for what concerns the hub as a whole.</summary>
    public required string Tenant { get; init; }

    /// <summary>The key id of who did it, or <c>system</c>, or <c>cli</c> for a command on the machine itself.</summary>
    public required string Actor { get; init; }

    /// <summary>A name of <see cref="AuditCatalog"/>.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to: a key's id, a workflow definition's id, a connector's name…</summary>
    public required string Subject { get; init; }

    public AuditOutcome Outcome { get; init; } = AuditOutcome.Succeeded;

    /// <summary>More, as a JSON object; <c>{}</c> when there is nothing more to say.</summary>
    public string Detail { get; init; } = "{}";
}

/// <summary>How what was tried came out.</summary>
public enum AuditOutcome
{
    Succeeded,
    Refused,
    Failed,
}

namespace Hub.Server.Web.Admission;

/// <summary>The place of one admitted call. Dispose it once the call is answered; disposing it again does nothing.</summary>
public sealed class AdmissionTicket : IDisposable
{
    private readonly long costAtRest;
    private AdmissionDesk? desk;

    internal AdmissionTicket(AdmissionDesk desk, WorkClass work, string tenant, long cost, long costAtRest) =>
        (this.desk, Work, Tenant, Cost, this.costAtRest) = (desk, work, tenant, cost, Math.Min(cost, costAtRest));

    internal WorkClass Work { get; }

    internal string Tenant { get; }

    /// <summary>What the call takes of the room, in bytes. Changes only while the desk changes its sums.</summary>
    internal long Cost { get; private set; }

    /// <summary>The call has done its work and only waits for an answer that others make: what it does not hold any more is free for them.</summary>
    public void Rest() => desk?.Rest(this);

    /// <summary>Returns what became free.</summary>
    internal long Shrink()
    {
        var freed = Cost - costAtRest;
        Cost = costAtRest;
        return freed;
    }

    public void Dispose() => Interlocked.Exchange(ref desk, null)?.Leave(this);
}

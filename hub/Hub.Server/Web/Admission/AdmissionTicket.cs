namespace Hub.Server.Web.Admission;

/// <summary>The place of one admitted call. Dispose it once the call is answered; disposing it again does nothing.</summary>
public sealed class AdmissionTicket : IDisposable
{
    private AdmissionDesk? desk;

    internal AdmissionTicket(AdmissionDesk desk, WorkClass work, string tenant, long cost) => (this.desk, Work, Tenant, Cost) = (desk, work, tenant, cost);

    internal WorkClass Work { get; }

    internal string Tenant { get; }

    internal long Cost { get; }

    public void Dispose() => Interlocked.Exchange(ref desk, null)?.Leave(this);
}


using Hub.Server.Web;

namespace Hub.Server.ElsaApi;

/// <summary>Who did what through Elsa's API.</summary>
internal static class ElsaAudit
{
    public static AuditEntry Entry(HttpContext context, string action, string subject, TimeProvider clock)
    {
        var caller = context.Caller();
        return new AuditEntry { At = clock.GetUtcNow(), Tenant = caller.Tenant.Value, Actor = caller.KeyId, Action = action, Subject = subject };
    }
}

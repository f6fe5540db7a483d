using Hub.Server.Security.ApiKeys;
using Hub.Server.Web;

namespace Hub.Server.Security;

/// <summary>The local authority that a call acts in: the key's own, or the one that the header <c>Hub-Tenant</c> names.</summary>
internal static class TenantChoice
{
    public const string Header = "Hub-Tenant";

    /// <summary>The tenant, or why there is none.</summary>
    public static (TenantId Tenant, Problem? Problem) For(ApiKey key, string? named, TenantId fallback)
    {
        if (string.IsNullOrEmpty(named))
        {
            return (key.Tenant == ApiKey.EveryTenant ? fallback : new TenantId(key.Tenant), null);
        }

        if (!Siren.IsValid(named))
        {
            return (default, SecurityProblems.InvalidTenant);
        }

        return key.Tenant == ApiKey.EveryTenant || key.Tenant == named
            ? (new TenantId(named), null)
            : (default, SecurityProblems.ForeignTenant);
    }
}

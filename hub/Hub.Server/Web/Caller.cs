using System.Collections.Frozen;

namespace Hub.Server.Web;

/// <summary>Who sent this call, and in which local authority it acts. Read with <c>HttpContext.Caller()</c>.</summary>
public sealed record Caller
{
    /// <summary>The API key's public id; the actor's name in the audit log.</summary>
    public required string KeyId { get; init; }

    /// <summary>The name that was given to the key: a machine or a function, not a person.</summary>
    public required string DisplayName { get; init; }

    public required FrozenSet<string> Roles { get; init; }

    /// <summary>The roles' permissions, narrowed to the key's scopes where it has some.</summary>
    public required FrozenSet<string> Permissions { get; init; }

    /// <summary>The local authority that this call acts in.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Whether the key may act in any local authority (it names one by <c>Hub-Tenant</c>).</summary>
    public required bool AllTenants { get; init; }

    /// <summary>The connector that the key is bound to; null for every other key.</summary>
    public string? Connector { get; init; }

    /// <summary>The browser session or token that carried the call; null when the key itself did.</summary>
    public string? SessionId { get; init; }

    public bool May(string permission) => Permissions.Contains(permission);
}

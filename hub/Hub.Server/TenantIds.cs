namespace Hub.Server;

/// <summary>Tenants with a meaning of their own.</summary>
public static class TenantIds
{
    /// <summary>What every local authority of this hub shares, such as the procedures imported at start.</summary>
    public static TenantId Shared { get; } = new("*");
}

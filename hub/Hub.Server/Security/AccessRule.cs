namespace Hub.Server.Security;

/// <summary>Who may use a route. Every route carries one; the last one given wins, so a route overrules its group.</summary>
public abstract record AccessRule;

/// <summary>Only callers with this permission.</summary>
public sealed record PermissionRule(string Permission) : AccessRule;

/// <summary>Everybody, for a reason that a reviewer can judge.</summary>
public sealed record OpenRule(string Reason) : AccessRule;

namespace Hub.Server.Web;

/// <summary>Who may use a route. Every route carries one; the last one given wins, so a route overrules its group.</summary>
public abstract record AccessRule;

/// <summary>Only callers with this permission.</summary>
public sealed record PermissionRule(string Permission) : AccessRule;

/// <summary>Every caller that is authenticated, whatever its permissions; for what concerns only the caller itself.</summary>
public sealed record AuthenticatedRule : AccessRule;

/// <summary>Everybody, for a reason that a reviewer can judge.</summary>
public sealed record OpenRule(string Reason) : AccessRule;

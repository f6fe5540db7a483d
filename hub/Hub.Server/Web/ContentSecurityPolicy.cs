namespace Hub.Server.Web;

/// <summary>A page policy of a route's own, instead of the hub's.</summary>
public sealed record ContentSecurityPolicy(string Policy);

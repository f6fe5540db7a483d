using Hub.Server.Web;

namespace Hub.Server.Security;

/// <summary>One route and who may use it, for the review of the whole surface.</summary>
/// <param name="Rule">Null: nobody gave it one.</param>
public sealed record RouteAccess(string Methods, string Pattern, AccessRule? Rule)
{
    /// <summary>Every route that is mapped, by pattern.</summary>
    public static IReadOnlyList<RouteAccess> Of(EndpointDataSource endpoints) =>
        [.. endpoints.Endpoints
            .OfType<RouteEndpoint>()
            .Select(route => new RouteAccess(
                string.Join(',', route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]),
                route.RoutePattern.RawText ?? "",
                route.Metadata.GetMetadata<AccessRule>()))
            .OrderBy(route => route.Pattern, StringComparer.Ordinal)
            .ThenBy(route => route.Methods, StringComparer.Ordinal)];

    /// <summary>Stops the start when a route has no rule: better no hub than an address that nobody thought about.</summary>
    /// <exception cref="InvalidOperationException">Names every such route.</exception>
    public static void RequireEverywhere(EndpointDataSource endpoints)
    {
        var without = Of(endpoints).Where(route => route.Rule is null).Select(route => $"{route.Methods} {route.Pattern}").ToArray();
        if (without.Length > 0)
        {
            throw new InvalidOperationException($"These routes say neither RequirePermission, RequireAuthentication nor AllowAnonymousAccess: {string.Join("; ", without)}.");
        }
    }
}

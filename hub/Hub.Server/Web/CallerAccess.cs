namespace Hub.Server.Web;

/// <summary>Reads the caller that authentication found.</summary>
public static class CallerAccess
{
    /// <summary>The caller. On a route with <c>RequirePermission</c> there always is one.</summary>
    /// <exception cref="InvalidOperationException">Nobody is authenticated: the route is open and should use <see cref="TryGetCaller"/>.</exception>
    public static Caller Caller(this HttpContext context) => context.TryGetCaller()
        ?? throw new InvalidOperationException($"No caller is authenticated on {context.GetEndpoint()?.DisplayName}. Give the route RequirePermission, or read TryGetCaller().");

    /// <summary>The caller, or null on an open route that was called without (valid) credentials.</summary>
    public static Caller? TryGetCaller(this HttpContext context) => context.Features.Get<Caller>();

    internal static void SetCaller(this HttpContext context, Caller caller) => context.Features.Set(caller);
}

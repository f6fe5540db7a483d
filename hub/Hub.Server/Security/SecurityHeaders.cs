using Hub.Server.Web;

namespace Hub.Server.Security;

/// <summary>
/// The headers that make a browser distrust what it should. Each is set at the last moment and only where the route has not set its own.
/// </summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>For our own pages: everything from here, no inline script or style, in nobody's frame.</summary>
    public const string OwnPages = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            Set((HttpContext)state);
            return Task.CompletedTask;
        }, context);
        return next(context);
    }

    private static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        SetIfAbsent(headers, "Content-Security-Policy", context.GetEndpoint()?.Metadata.GetMetadata<ContentSecurityPolicy>()?.Policy ?? OwnPages);
        SetIfAbsent(headers, "X-Content-Type-Options", "nosniff");
        SetIfAbsent(headers, "Referrer-Policy", "no-referrer");
        SetIfAbsent(headers, "Cross-Origin-Opener-Policy", "same-origin");
        SetIfAbsent(headers, "Cross-Origin-Resource-Policy", "same-origin");
        SetIfAbsent(headers, "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        if (context.Request.IsHttps)
        {
            SetIfAbsent(headers, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }

        // What only some may see can hold a citizen's data: no cache may keep it.
        if (context.GetEndpoint()?.Metadata.GetMetadata<AccessRule>() is PermissionRule or AuthenticatedRule)
        {
            SetIfAbsent(headers, "Cache-Control", "no-store");
        }
    }

    private static void SetIfAbsent(IHeaderDictionary headers, string name, string value)
    {
        if (!headers.ContainsKey(name))
        {
            headers[name] = value;
        }
    }
}

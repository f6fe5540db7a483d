using Grpc.Core.Server;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

/// <summary>The way from a gRPC call to its HTTP request.</summary>
public static class ServerCallContextExtensions
{
    private const string HttpContextKey = "__HttpContext";

    /// <exception cref="InvalidOperationException">The call does not come from ASP.NET Core. A test may put an HttpContext into UserState under "__HttpContext".</exception>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
    {
        ArgumentNullException.ThrowIfNull(serverCallContext);
        return serverCallContext is HttpCallContext call
            ? call.HttpContext
            : serverCallContext.UserState.TryGetValue(HttpContextKey, out var value) && value is HttpContext http
                ? http
                : throw new InvalidOperationException("This call has no HttpContext: it did not arrive through ASP.NET Core.");
    }
}

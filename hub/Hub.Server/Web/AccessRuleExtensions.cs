using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Hub.Server.Web;

/// <summary>What a route says about its access, its body's size and its page policy.</summary>
public static class AccessRuleExtensions
{
    /// <summary>Only callers with this permission, one of <see cref="Permissions"/>.</summary>
    /// <exception cref="ArgumentException">The permission is not in the catalogue.</exception>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder builder, string permission)
        where TBuilder : IEndpointConventionBuilder
    {
        if (!Permissions.Catalogue.ContainsKey(permission))
        {
            throw new ArgumentException($"'{permission}' is not in Permissions.Catalogue.", nameof(permission));
        }

        builder.Add(endpoint => endpoint.Metadata.Add(new PermissionRule(permission)));
        return builder;
    }

    /// <summary>Every authenticated caller, for what concerns only the caller itself, such as its own session.</summary>
    public static TBuilder RequireAuthentication<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new AuthenticatedRule()));
        return builder;
    }

    /// <summary>Opens the route to everybody; the reason is listed by the test that reviews every route.</summary>
    public static TBuilder AllowAnonymousAccess<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        builder.Add(endpoint => endpoint.Metadata.Add(new OpenRule(reason)));
        return builder;
    }

    /// <summary>The most bytes that a body may have on this route, one of <see cref="BodyLimits"/>; more is answered 413, chunked or not.</summary>
    public static TBuilder WithBodyLimit<TBuilder>(this TBuilder builder, long bytes)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add((IRequestSizeLimitMetadata)new RequestSizeLimitAttribute(bytes)));
        return builder;
    }

    /// <summary>Leaves the route's bare error statuses as they are, for answers that a workflow writes; exceptions still become problem documents.</summary>
    public static TBuilder WithOwnErrors<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new OwnErrors()));
        return builder;
    }

    /// <summary>Replaces the Content-Security-Policy of this route's pages; for the designer, which needs <c>wasm-unsafe-eval</c>.</summary>
    public static TBuilder WithContentSecurityPolicy<TBuilder>(this TBuilder builder, string policy)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new ContentSecurityPolicy(policy)));
        return builder;
    }
}

using Grpc.Core;
using Hub.Server.Security;
using Hub.Server.Web;

namespace Hub.Server.Channels.Grpc;

/// <summary>Who calls, and what he may do, in gRPC's words.</summary>
internal static class GrpcAccess
{
    /// <exception cref="RpcException">UNAUTHENTICATED or PERMISSION_DENIED.</exception>
    public static Caller Require(ServerCallContext context, string permission)
    {
        var caller = context.GetHttpContext().TryGetCaller()
            ?? throw new RpcException(new Status(StatusCode.Unauthenticated, "Metadata 'authorization: ApiKey KEY' with a valid key was expected."));
        return caller.May(permission)
            ? caller
            : throw new RpcException(new Status(StatusCode.PermissionDenied, $"This key lacks the permission '{permission}'."));
    }

    /// <summary>The local authority that a message is for: the one it names, where the key may act for it; otherwise the key's own.</summary>
    /// <exception cref="RpcException">PERMISSION_DENIED: the key belongs to another local authority.</exception>
    public static TenantId TenantOf(Caller caller, string named) => TryTenantOf(caller, named) is { } tenant ? tenant
        : !caller.AllTenants ? throw new RpcException(new Status(StatusCode.PermissionDenied, "This key belongs to another local authority."))
        : throw new RpcException(new Status(StatusCode.InvalidArgument, "The tenant must be a SIREN: nine digits with a valid check digit."));

    /// <summary>The same, and null where the key may not act for the one named or it is none.</summary>
    public static TenantId? TryTenantOf(Caller caller, string named) =>
        named.Length == 0 || named == caller.Tenant.Value ? caller.Tenant
        : caller.AllTenants && Siren.IsValid(named) ? new TenantId(named)
        : null;
}

namespace Grpc.Core.Wire;

/// <summary>Names and values that gRPC over HTTP/2 fixes.</summary>
internal static class GrpcHeaders
{
    public const string ContentType = "application/grpc";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";

    /// <summary>What this implementation reads.</summary>
    public const string AcceptedEncodings = "identity,gzip";

    public const string Identity = "identity";
    public const string Gzip = "gzip";

    /// <summary>Asked for in a client's metadata to compress what it sends. Does not travel.</summary>
    public const string RequestedEncoding = "grpc-internal-encoding-request";

    public const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    private static readonly string[] StatusValues = [.. Enumerable.Range(0, 17).Select(code => code.ToString(System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>The status as a header value, without allocating for the known codes.</summary>
    public static string StatusValue(StatusCode code) =>
        (uint)code < (uint)StatusValues.Length ? StatusValues[(int)code] : ((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>application/grpc, or with a suffix (+proto) or parameters; not application/grpc-web.</summary>
    public static bool IsGrpcContentType(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is '+' or ';');
}

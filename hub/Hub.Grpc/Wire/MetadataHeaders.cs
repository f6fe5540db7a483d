namespace Grpc.Core.Wire;

/// <summary>Metadata as HTTP headers and back.</summary>
internal static class MetadataHeaders
{
    /// <summary>Base64 without padding, as the specification prefers.</summary>
    public static string EncodeBinary(byte[] value) => Convert.ToBase64String(value).TrimEnd('=');

    /// <summary>Adds what one header carries. A binary header may hold several values, separated by commas, padded or not.</summary>
    /// <exception cref="RpcException">INTERNAL: a -bin header is not base64.</exception>
    public static void AddReceived(Metadata metadata, string name, string value)
    {
        var key = name.ToLowerInvariant();
        if (!key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
        {
            metadata.Add(Metadata.Entry.Received(key, value));
            return;
        }

        foreach (var part in value.AsSpan().Split(','))
        {
            metadata.Add(Metadata.Entry.Received(key, DecodeBinary(key, value.AsSpan(part).Trim())));
        }
    }

    /// <summary>Headers that belong to HTTP or to gRPC itself and are no metadata.</summary>
    public static bool IsReserved(string name) => name.Length > 0
        && (name[0] == ':'
            || name.Equals("te", StringComparison.OrdinalIgnoreCase)
            || name.Equals("content-type", StringComparison.OrdinalIgnoreCase)
            || name.Equals("content-length", StringComparison.OrdinalIgnoreCase)
            || name.Equals("transfer-encoding", StringComparison.OrdinalIgnoreCase)
            || name.Equals("host", StringComparison.OrdinalIgnoreCase)
            || name.Equals(GrpcHeaders.Status, StringComparison.OrdinalIgnoreCase)
            || name.Equals(GrpcHeaders.Message, StringComparison.OrdinalIgnoreCase)
            || name.Equals(GrpcHeaders.Timeout, StringComparison.OrdinalIgnoreCase)
            || name.Equals(GrpcHeaders.Encoding, StringComparison.OrdinalIgnoreCase)
            || name.Equals(GrpcHeaders.AcceptEncoding, StringComparison.OrdinalIgnoreCase));

    private static byte[] DecodeBinary(string key, ReadOnlySpan<char> value)
    {
        var trimmed = value.TrimEnd('=');
        var padded = new char[(trimmed.Length + 3) / 4 * 4];
        padded.AsSpan().Fill('=');
        trimmed.CopyTo(padded);
        try
        {
            return Convert.FromBase64CharArray(padded, 0, padded.Length);
        }
        catch (FormatException)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"Header \"{key}\" must be base64, because its name ends in -bin, and it is not."));
        }
    }
}

namespace Grpc.Core.Wire;

/// <summary>What can be wrong with a frame, each with its status and a text that says what to do.</summary>
internal static class FrameErrors
{
    public static RpcException TooLarge(string size, int maxSize) => Error(
        StatusCode.ResourceExhausted,
        $"The message is too large: {size} bytes, and at most {maxSize} are taken. Send less, or raise MaxReceiveMessageSize on the receiving side.");

    public static RpcException TooLargeToSend(int size, int maxSize) => Error(
        StatusCode.ResourceExhausted,
        $"The message is too large to send: {size} bytes, and at most {maxSize} are allowed. Send less, or raise MaxSendMessageSize.");

    public static RpcException BadFlag(byte flag) => Error(
        StatusCode.Internal, $"The first byte of a message frame must be 0 or 1 and is {flag}.");

    public static RpcException Incomplete() => Error(
        StatusCode.Internal, "The stream ended in the middle of a message.");

    public static RpcException Missing() => Error(
        StatusCode.Internal, "The stream ended without a message, and this method takes exactly one.");

    public static RpcException Additional() => Error(
        StatusCode.Internal, "There is more after the first message, and this method takes exactly one.");

    public static RpcException CompressedWithoutEncoding() => Error(
        StatusCode.Internal, "A message is marked as compressed, but the grpc-encoding header does not say how.");

    public static RpcException UnknownEncoding(string encoding) => new(
        new Status(StatusCode.Unimplemented, $"Messages compressed with \"{encoding}\" are not read here. Use one of: {GrpcHeaders.AcceptedEncodings}."),
        []);

    public static RpcException NotGzip() => Error(StatusCode.Internal, "A message is marked as compressed with gzip and is not.");

    public static RpcException NotParsed(Type message) => Error(
        StatusCode.Internal, $"A message could not be read as {message.Name}: its bytes do not follow the protobuf encoding.");

    private static RpcException Error(StatusCode code, string detail) => new(new Status(code, detail));
}

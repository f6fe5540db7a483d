using System.Net;
using Grpc.Core.Wire;

namespace Grpc.Core.Client;

/// <summary>A request body of one message, written in one go.</summary>
internal sealed class SingleMessageContent<T>(T message, Marshaller<T> marshaller, int? maxSize, bool compress) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // Built here and not before: HTTP asks again when it moves a request that was not processed to another connection.
        using var buffer = new PooledBuffer();
        new FrameWriter<T>(buffer, marshaller.ContextualSerializer, maxSize).Write(message, compress);
        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}

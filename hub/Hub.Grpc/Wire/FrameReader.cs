using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Grpc.Core.Wire;

/// <summary>
/// Reads length-prefixed messages: one byte that says whether the message is compressed, four bytes of length, the message.
/// One reader serves one direction of one call and is itself the context that its marshaller reads from.
/// </summary>
/// <remarks>Errors are <see cref="RpcException"/> with the status that the call should end with.</remarks>
internal sealed class FrameReader<T>(PipeReader pipe, Func<DeserializationContext, T> deserializer, int? maxSize, string? encoding) : DeserializationContext
    where T : class
{
    public const int HeaderSize = 5;

    private ReadOnlySequence<byte> _payload;

    public override int PayloadLength => (int)_payload.Length;

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;

    /// <summary>
    /// The only message of the stream, or null if there is none. Returns at the end of the stream and not before:
    /// answering a half-open stream makes Kestrel keep it and, under load, close the whole connection.
    /// </summary>
    public async ValueTask<T?> ReadSingleAsync(CancellationToken cancellationToken)
    {
        T? message = null;
        while (true)
        {
            var result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            message ??= Decode(ref buffer);
            if (message is not null && !buffer.IsEmpty)
            {
                throw FrameErrors.Additional();
            }

            if (result.IsCompleted)
            {
                if (!buffer.IsEmpty)
                {
                    throw FrameErrors.Incomplete();
                }

                pipe.AdvanceTo(buffer.End);
                return message;
            }

            pipe.AdvanceTo(buffer.Start, buffer.End);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The next message, or null at the end of the stream.</summary>
    public async ValueTask<T?> ReadNextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (Decode(ref buffer) is { } message)
            {
                // Nothing beyond the message counts as examined: the next one may be here already.
                pipe.AdvanceTo(buffer.Start);
                return message;
            }

            if (result.IsCompleted)
            {
                if (!buffer.IsEmpty)
                {
                    throw FrameErrors.Incomplete();
                }

                pipe.AdvanceTo(buffer.End);
                return null;
            }

            pipe.AdvanceTo(buffer.Start, buffer.End);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Takes one message off the front of the buffer; null when it is not all there yet.</summary>
    private T? Decode(ref ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < HeaderSize)
        {
            return null;
        }

        Span<byte> header = stackalloc byte[HeaderSize];
        if (buffer.FirstSpan.Length >= HeaderSize)
        {
            buffer.FirstSpan[..HeaderSize].CopyTo(header);
        }
        else
        {
            buffer.Slice(0, HeaderSize).CopyTo(header);
        }

        if (header[0] > 1)
        {
            throw FrameErrors.BadFlag(header[0]);
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > (uint)(maxSize ?? int.MaxValue))
        {
            throw FrameErrors.TooLarge(length.ToString(System.Globalization.CultureInfo.InvariantCulture), maxSize ?? int.MaxValue);
        }

        if (buffer.Length - HeaderSize < length)
        {
            return null;
        }

        var payload = buffer.Slice(HeaderSize, length);
        buffer = buffer.Slice(payload.End);
        return header[0] == 0 ? Deserialize(payload) : DecodeCompressed(payload);
    }

    private T DecodeCompressed(in ReadOnlySequence<byte> payload)
    {
        if (string.IsNullOrEmpty(encoding) || encoding == GrpcHeaders.Identity)
        {
            throw FrameErrors.CompressedWithoutEncoding();
        }

        if (encoding != GrpcHeaders.Gzip)
        {
            throw FrameErrors.UnknownEncoding(encoding);
        }

        using var plain = GzipMessage.Decompress(payload, maxSize);
        return Deserialize(new ReadOnlySequence<byte>(plain.WrittenMemory));
    }

    private T Deserialize(in ReadOnlySequence<byte> payload)
    {
        _payload = payload;
        try
        {
            return deserializer(this) ?? throw FrameErrors.NotParsed(typeof(T));
        }
        catch (InvalidProtocolBufferException)
        {
            // The exception's own text is about bytes, never about content, but it helps nobody who does not hold them.
            throw FrameErrors.NotParsed(typeof(T));
        }
        finally
        {
            _payload = default;
        }
    }
}

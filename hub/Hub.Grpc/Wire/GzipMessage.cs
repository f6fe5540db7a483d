using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Grpc.Core.Wire;

/// <summary>Compression of one message.</summary>
internal static class GzipMessage
{
    private const int ChunkSize = 16 * 1024;

    /// <summary>The caller disposes the buffer. Stops at the size limit, so a small message cannot grow to fill the memory.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED over the limit, INTERNAL if it is not gzip.</exception>
    public static PooledBuffer Decompress(in ReadOnlySequence<byte> compressed, int? maxSize)
    {
        var output = new PooledBuffer(ChunkSize);
        try
        {
            using var gzip = new GZipStream(AsStream(compressed), CompressionMode.Decompress);
            int read;
            while ((read = gzip.Read(output.GetSpan(ChunkSize))) > 0)
            {
                output.Advance(read);
                if (output.Length > maxSize)
                {
                    throw FrameErrors.TooLarge("after decompression more than " + maxSize, maxSize.Value);
                }
            }

            return output;
        }
        catch (InvalidDataException)
        {
            output.Dispose();
            throw FrameErrors.NotGzip();
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    public static void Compress(ReadOnlySpan<byte> message, PooledBuffer output)
    {
        using var gzip = new GZipStream(new BufferWriterStream(output), CompressionLevel.Fastest);
        gzip.Write(message);
    }

    private static MemoryStream AsStream(in ReadOnlySequence<byte> sequence) =>
        sequence.IsSingleSegment && MemoryMarshal.TryGetArray(sequence.First, out var segment) && segment.Array is not null
            ? new MemoryStream(segment.Array, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(sequence.ToArray(), writable: false);

    private sealed class BufferWriterStream(PooledBuffer output) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            buffer.CopyTo(output.GetSpan(buffer.Length));
            output.Advance(buffer.Length);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

using System.Buffers;
using System.Buffers.Binary;

namespace Grpc.Core.Wire;

/// <summary>
/// Writes length-prefixed messages. A message that announces its length and is not compressed is written straight to the output;
/// any other one is built in a pooled buffer first. One writer serves one direction of one call.
/// </summary>
internal sealed class FrameWriter<T>(IBufferWriter<byte> output, Action<T, SerializationContext> serializer, int? maxSize) : SerializationContext
{
    private const int HeaderSize = 5;

    private PooledBuffer? _buffer;
    private int _length = -1;
    private bool _compress;
    private bool _isDirect;
    private bool _isComplete;

    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: the message is over the limit; nothing of it was written.</exception>
    public void Write(T message, bool compress)
    {
        _length = -1;
        _compress = compress;
        _isDirect = false;
        _isComplete = false;
        try
        {
            serializer(message, this);
            if (!_isComplete)
            {
                throw new InvalidOperationException($"The marshaller of {typeof(T).Name} returned without completing the message.");
            }
        }
        finally
        {
            _buffer?.Dispose();
            _buffer = null;
        }
    }

    public override void SetPayloadLength(int payloadLength)
    {
        ThrowIfTooLarge(payloadLength);
        _length = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_compress || _length < 0)
        {
            return _buffer ??= new PooledBuffer(Math.Max(_length, 256));
        }

        if (!_isDirect)
        {
            _isDirect = true;
            WriteHeader(_length, isCompressed: false);
        }

        return output;
    }

    public override void Complete()
    {
        _isComplete = true;
        if (_isDirect)
        {
            return;
        }

        if (_buffer is not null)
        {
            WriteWhole(_buffer.WrittenMemory.Span);
        }
        else
        {
            WriteWhole([]);
        }
    }

    public override void Complete(byte[] payload)
    {
        _isComplete = true;
        WriteWhole(payload);
    }

    private void WriteWhole(ReadOnlySpan<byte> payload)
    {
        ThrowIfTooLarge(payload.Length);
        if (!_compress || payload.IsEmpty)
        {
            // .NET writes nothing at all for an empty gzip stream, which other implementations cannot read.
            WriteHeader(payload.Length, isCompressed: false);
            output.Write(payload);
            return;
        }

        using var compressed = new PooledBuffer((payload.Length / 2) + 64);
        GzipMessage.Compress(payload, compressed);
        WriteHeader(compressed.Length, isCompressed: true);
        output.Write(compressed.WrittenMemory.Span);
    }

    private void WriteHeader(int length, bool isCompressed)
    {
        var header = output.GetSpan(HeaderSize);
        header[0] = isCompressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], length);
        output.Advance(HeaderSize);
    }

    private void ThrowIfTooLarge(int length)
    {
        if (length > maxSize)
        {
            throw FrameErrors.TooLargeToSend(length, maxSize.Value);
        }
    }
}

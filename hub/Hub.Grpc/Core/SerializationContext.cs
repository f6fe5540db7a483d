using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a marshaller writes one message: either announce the length and write to the buffer writer, or hand over a whole array.</summary>
public abstract class SerializationContext
{
    /// <summary>Ends the message with this array as its whole content.</summary>
    public virtual void Complete(byte[] payload) => throw new NotSupportedException("This context takes no array.");

    /// <summary>The buffer to write the message to, before <see cref="Complete()"/>.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotSupportedException("This context has no buffer writer.");

    /// <summary>Announces the length in bytes, so that nothing has to be copied. Before <see cref="GetBufferWriter"/>.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Ends a message that was written to the buffer writer.</summary>
    public virtual void Complete() => throw new NotSupportedException("This context has no buffer writer.");
}

using System.IO.Pipelines;
using Grpc.Core.Wire;

namespace Grpc.Core.Server;

/// <summary>The service's messages on their way to the client. A client that went away shows as <see cref="OperationCanceledException"/>.</summary>
internal sealed class ResponseStreamWriter<T>(HttpCallContext call, Marshaller<T> marshaller) : IServerStreamWriter<T>
    where T : class
{
    private readonly FrameWriter<T> _writer = call.CreateWriter(marshaller);
    private int _isWriting;
    private volatile bool _hasEnded;

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        if (_hasEnded)
        {
            throw new InvalidOperationException("The call has ended: nothing more can be written.");
        }

        if (Interlocked.Exchange(ref _isWriting, 1) != 0)
        {
            throw new InvalidOperationException("The previous message is still being written: await it before the next one.");
        }

        Task<FlushResult> flush;
        try
        {
            flush = call.WriteAndFlush(_writer, message, WriteOptions);
        }
        catch
        {
            Volatile.Write(ref _isWriting, 0);
            throw;
        }

        // Kestrel never sees the token: a cancelled flush makes it abort the stream, and the status of the call would be lost.
        // Whoever stops waiting leaves the flush going on, so this stream then takes no further message.
        var result = await (cancellationToken.CanBeCanceled ? flush.WaitAsync(cancellationToken) : flush).ConfigureAwait(false);
        Volatile.Write(ref _isWriting, 0);
        if (result.IsCompleted || result.IsCanceled)
        {
            throw new OperationCanceledException("The client gave the call up.", call.CancellationToken);
        }
    }

    /// <summary>The HTTP response is about to be reused: nobody may touch it through this writer.</summary>
    public void End() => _hasEnded = true;
}

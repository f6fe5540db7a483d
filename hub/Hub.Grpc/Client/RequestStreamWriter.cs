using System.Buffers;
using System.Net;
using Grpc.Core.Wire;

namespace Grpc.Core.Client;

/// <summary>The client's messages of a streaming call: a request body that stays open until it is completed.</summary>
internal sealed class RequestStreamWriter<T> : IClientStreamWriter<T>
    where T : class
{
    // Not from the pool: a write may still hold it when the call ends.
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly FrameWriter<T> _writer;
    private readonly bool _compresses;
    private readonly Func<Exception, RpcException> _fail;
    private readonly Func<Exception, RpcException> _explain;
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isWriting;
    private volatile bool _isCompletedByCaller;

    /// <param name="marshaller">How messages become bytes.</param>
    /// <param name="maxSize">Largest message in bytes; null for no limit.</param>
    /// <param name="compresses">True: messages are compressed unless their options say no.</param>
    /// <param name="fail">Ends the call because of an error on this side, and gives what to throw.</param>
    /// <param name="explain">Gives what to throw when the other side took no more.</param>
    public RequestStreamWriter(
        Marshaller<T> marshaller, int? maxSize, bool compresses, Func<Exception, RpcException> fail, Func<Exception, RpcException> explain)
    {
        _writer = new FrameWriter<T>(_buffer, marshaller.ContextualSerializer, maxSize);
        _compresses = compresses;
        _fail = fail;
        _explain = explain;
        Content = new OpenContent(this);
    }

    public HttpContent Content { get; }

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        if (_isCompletedByCaller)
        {
            throw new InvalidOperationException("The request stream was completed: nothing more can be written.");
        }

        if (Interlocked.Exchange(ref _isWriting, 1) != 0)
        {
            throw new InvalidOperationException("The previous message is still being written: await it before the next one.");
        }

        try
        {
            var stream = await _opened.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (_ended.Task.IsCompleted)
            {
                throw new IOException("The call has ended.");
            }

            var flags = WriteOptions?.Flags ?? WriteFlags.None;
            _buffer.ResetWrittenCount();
            _writer.Write(message, _compresses && (flags & WriteFlags.NoCompress) == 0);
            await stream.WriteAsync(_buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            if ((flags & WriteFlags.BufferHint) == 0)
            {
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or ObjectDisposedException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            throw _explain(exception);
        }
        catch (Exception exception)
        {
            // Half a message may have gone, or none because it is too large: either way the call cannot go on.
            throw _fail(exception);
        }
        finally
        {
            Volatile.Write(ref _isWriting, 0);
        }
    }

    public Task CompleteAsync()
    {
        _isCompletedByCaller = true;
        _ended.TrySetResult();
        return Task.CompletedTask;
    }

    /// <summary>The call is over, whoever ended it.</summary>
    public void End()
    {
        _ended.TrySetResult();
        _opened.TrySetException(new IOException("The call has ended."));
        _ = _opened.Task.Exception;
    }

    private sealed class OpenContent(RequestStreamWriter<T> owner) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            // The server must see the call before its first message: it may be the one that speaks first.
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            if (!owner._opened.TrySetResult(stream) && !owner._ended.Task.IsCompleted)
            {
                // HTTP moves the request to another connection, but messages may have gone over the first one.
                throw new IOException("The connection was lost while the call was starting.");
            }

            await owner._ended.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

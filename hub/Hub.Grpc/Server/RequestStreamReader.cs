using Grpc.Core.Wire;

namespace Grpc.Core.Server;

/// <summary>The client's messages, as the service reads them. A client that went away shows as <see cref="OperationCanceledException"/>.</summary>
internal sealed class RequestStreamReader<T>(HttpCallContext call, Marshaller<T> marshaller) : IAsyncStreamReader<T>
    where T : class
{
    private readonly FrameReader<T> _reader = call.CreateReader(marshaller);
    private T? _current;
    private volatile bool _hasEnded;
    private bool _isAtEnd;

    public T Current => _current ?? throw new InvalidOperationException("There is no current message: await MoveNext first, and stop when it returns false.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_hasEnded)
        {
            throw new InvalidOperationException("The call has ended: its messages can no longer be read.");
        }

        if (_isAtEnd)
        {
            return false;
        }

        _current = await ReadAsync(cancellationToken).ConfigureAwait(false);
        _isAtEnd = _current is null;
        return !_isAtEnd;
    }

    /// <summary>The HTTP request is about to be reused: nobody may touch it through this reader.</summary>
    public void End() => _hasEnded = true;

    private async ValueTask<T?> ReadAsync(CancellationToken cancellationToken)
    {
        var callToken = call.ReadToken;
        try
        {
            if (!cancellationToken.CanBeCanceled || cancellationToken == call.CancellationToken)
            {
                return await _reader.ReadNextAsync(callToken).ConfigureAwait(false);
            }

            if (!callToken.CanBeCanceled)
            {
                return await _reader.ReadNextAsync(cancellationToken).ConfigureAwait(false);
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, callToken);
            return await _reader.ReadNextAsync(either.Token).ConfigureAwait(false);
        }
        catch (IOException exception) when (call.HttpContext.RequestAborted.IsCancellationRequested)
        {
            throw new OperationCanceledException("The client gave the call up.", exception, call.CancellationToken);
        }
    }
}

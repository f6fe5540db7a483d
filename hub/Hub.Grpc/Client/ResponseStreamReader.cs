namespace Grpc.Core.Client;

/// <summary>The server's messages of a streaming call. A status other than OK shows as <see cref="RpcException"/> where the stream would end.</summary>
internal sealed class ResponseStreamReader<TRequest, TResponse>(HttpCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private TResponse? _current;
    private bool _isAtEnd;

    public TResponse Current => _current ?? throw new InvalidOperationException("There is no current message: await MoveNext first, and stop when it returns false.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (_isAtEnd)
        {
            return false;
        }

        _current = await call.ReadNextAsync(cancellationToken).ConfigureAwait(false);
        _isAtEnd = _current is null;
        return !_isAtEnd;
    }
}

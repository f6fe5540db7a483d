using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.Core.Server;

/// <summary>
/// Ends a call when its time is up, even if the method does not listen to its token: the client gets its status, the token fires,
/// and everything that the method still writes is refused. A method that goes on regardless has its stream reset a little later.
/// </summary>
internal sealed class CallDeadline : IDisposable
{
    private const int NoError = 0;

    // A reset drops what is still on its way to the client, and that is the status: it gets this long to arrive.
    private static readonly TimeSpan ResetAfter = TimeSpan.FromSeconds(5);

    private readonly HttpCallContext _call;
    private readonly CancellationTokenSource _cancellation;
    private readonly ITimer _timer;
    private readonly TaskCompletionSource _expired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _hasEnded;
    private bool _hasExpired;
    private bool _isDisposed;

    public CallDeadline(HttpCallContext call, TimeSpan timeout, TimeProvider timeProvider)
    {
        _call = call;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(call.HttpContext.RequestAborted);
        Token = _cancellation.Token;
        lock (Gate)
        {
            // Held, because a very short time is up before this assignment.
            _timer = timeProvider.CreateTimer(static state => ((CallDeadline)state!).Expire(), this, timeout, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Fires at the deadline, on cancellation and on a lost connection.</summary>
    public CancellationToken Token { get; }

    /// <summary>Held while somebody writes to the response, so that the status of an expired call cannot fall into the middle of it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>True once the status is decided. Read it under <see cref="Gate"/>.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>The method is done: true if it may write its status, false if the deadline did; then await <see cref="WaitUntilExpiredAsync"/>.</summary>
    public bool TryEnd()
    {
        lock (Gate)
        {
            if (_hasEnded)
            {
                return false;
            }

            return _hasEnded = true;
        }
    }

    /// <summary>The HTTP request must live until the status of the expired call is written.</summary>
    public Task WaitUntilExpiredAsync() => _expired.Task;

    public void Dispose()
    {
        lock (Gate)
        {
            _isDisposed = true;
        }

        _timer.Dispose();
        _cancellation.Dispose();
    }

    private void Expire()
    {
        lock (Gate)
        {
            if (_isDisposed || (_hasEnded && !_hasExpired))
            {
                return;
            }

            if (_hasExpired)
            {
                // The second time. What the client still sends is of no use to anybody.
                _call.HttpContext.Features.Get<IHttpResetFeature>()?.Reset(NoError);
                return;
            }

            _hasEnded = true;
            _hasExpired = true;
            _timer.Change(ResetAfter, Timeout.InfiniteTimeSpan);
        }

        _ = ExpireAsync();
    }

    private async Task ExpireAsync()
    {
        try
        {
            // From here on nobody else touches the response: every write and every flush looks at HasEnded first. The method may still be
            // adding to its trailers, so those stay out.
            _call.WriteStatus(new Status(StatusCode.DeadlineExceeded, "The deadline passed before the method ended."), trailers: null);
            var completing = CompleteAsync();
            await _cancellation.CancelAsync().ConfigureAwait(false);
            await completing.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The connection may be gone already, or somebody's callback on the token failed: neither may end the process.
            _call.LogDeadlineFailure(exception);
        }
        finally
        {
            _expired.TrySetResult();
        }
    }

    private async Task CompleteAsync()
    {
        await _call.WaitUntilFlushedAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _call.HttpContext.Response.CompleteAsync().ConfigureAwait(false);
    }
}

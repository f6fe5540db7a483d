namespace Hub.Connectors.PayFip.Payments;

/// <summary>Which operations to look at next, and when. An operation has one time; setting it again moves it.</summary>
internal sealed class PollSchedule(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _due = [];
    private readonly PriorityQueue<string, DateTimeOffset> _queue = new();
    private TaskCompletionSource _sooner = New();

    public void Set(string idOp, DateTimeOffset at)
    {
        lock (_gate)
        {
            _due[idOp] = at;
            _queue.Enqueue(idOp, at);
            _sooner.TrySetResult();
        }
    }

    public void Remove(string idOp)
    {
        lock (_gate)
        {
            _due.Remove(idOp);
        }
    }

    /// <summary>Waits until operations are due and takes them off the schedule.</summary>
    public async Task<IReadOnlyList<string>> TakeDueAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task sooner;
            TimeSpan? wait = null;
            lock (_gate)
            {
                var (now, due) = (time.GetUtcNow(), new List<string>());
                while (_queue.TryPeek(out var idOp, out var at))
                {
                    var isMoved = !_due.TryGetValue(idOp, out var planned) || planned != at;
                    if (!isMoved && at > now)
                    {
                        wait = at - now;
                        break;
                    }

                    _queue.Dequeue();
                    if (!isMoved && _due.Remove(idOp))
                    {
                        due.Add(idOp);
                    }
                }

                if (due.Count > 0)
                {
                    return due;
                }

                _sooner = New();
                sooner = _sooner.Task;
            }

            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(sooner, Task.Delay(wait ?? Timeout.InfiniteTimeSpan, time, waiting.Token));
            await waiting.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

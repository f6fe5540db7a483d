namespace Hub.Server.Workflows;

/// <summary>Tells the timer service that a commit wrote a timer which is due before it would look again.</summary>
internal sealed class TimerBell
{
    private TaskCompletionSource rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the next <see cref="Ring"/>. Take it before reading timers: what is written meanwhile is not missed.</summary>
    public Task Next => Volatile.Read(ref rung).Task;

    public void Ring() => Interlocked.Exchange(ref rung, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}

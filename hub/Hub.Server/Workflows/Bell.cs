namespace Hub.Server.Workflows;

/// <summary>Wakes whoever would look again only later.</summary>
internal class Bell
{
    private TaskCompletionSource rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the next <see cref="Ring"/>. Take it before looking: what happens meanwhile is not missed.</summary>
    public Task Next => Volatile.Read(ref rung).Task;

    public void Ring() => Interlocked.Exchange(ref rung, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}

/// <summary>Tells the timer service that a commit wrote a timer which is due before it would look again.</summary>
internal sealed class TimerBell : Bell;

namespace Hub.Server.Web.Admission;

/// <summary>Tells the log that calls are turned away: once when it begins and every ten seconds while it lasts, not once a call.</summary>
internal sealed partial class RefusalLog(TimeProvider clock, ILogger<RefusalLog> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Dictionary<AdmissionRefusal, Untold> untold = [];

    public void Tell(WorkClass work, AdmissionRefusal reason)
    {
        long count;
        lock (untold)
        {
            if (!untold.TryGetValue(reason, out var state))
            {
                untold.Add(reason, state = new Untold { ToldAt = clock.GetUtcNow() - Pause });
            }

            state.Count++;
            if (clock.GetUtcNow() - state.ToldAt < Pause)
            {
                return;
            }

            (count, state.Count, state.ToldAt) = (state.Count, 0, clock.GetUtcNow());
        }

        Log.Refusing(logger, work, reason, count);
    }

    private sealed class Untold
    {
        public long Count { get; set; }

        public DateTimeOffset ToldAt { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(7040, LogLevel.Warning, "Calls are turned away ({Reason}; this one: {Work}); {Count} since it was told last.")]
        public static partial void Refusing(ILogger logger, WorkClass work, AdmissionRefusal reason, long count);
    }
}

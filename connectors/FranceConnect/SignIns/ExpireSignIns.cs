namespace Hub.Connectors.FranceConnect.SignIns;

/// <summary>Tells journeys whose citizen never came, and forgets what is over. Runs every 30 seconds.</summary>
internal sealed partial class ExpireSignIns(SignInJournal journal, IIdentityEvents events, TimeProvider time, ILogger<ExpireSignIns> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        foreach (var signIn in journal.Overdue())
        {
            await events.RefusedAsync(signIn, RefusalReason.Expired, cancellationToken);
            journal.Close(signIn.Id, SignInState.Refused);
            Log.Expired(logger, signIn.Id);
        }

        journal.Tidy();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RunOrLogAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping: what is overdue is found again at the next start.
        }
    }

    private async Task RunOrLogAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunOnceAsync(cancellationToken);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            Log.Failed(logger, failed.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4121, LogLevel.Information, "Sign-in {Reference} expired: its citizen did not come.")]
        public static partial void Expired(ILogger logger, string reference);

        [LoggerMessage(4122, LogLevel.Error, "Expired sign-ins could not be told ({Kind}); tried again in 30 s.")]
        public static partial void Failed(ILogger logger, string kind);
    }
}

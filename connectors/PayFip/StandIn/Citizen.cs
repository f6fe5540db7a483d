using System.Net.Sockets;

namespace Hub.Connectors.PayFip.StandIn;

/// <summary>
/// Plays the citizen: opens the payment page of each new operation in mind, decides after a while, and has PayFiP notify the local authority.
/// Someone who has paid a reference does not pay it again, unless told to.
/// </summary>
internal sealed partial class Citizen(
    Payments payments, IHttpClientFactory clients, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<Citizen> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan NotifyFor = TimeSpan.FromHours(1);

    /// <summary>Takes up what a stop interrupted: citizens on their way, and notifications that nobody took.</summary>
    public void Resume()
    {
        foreach (var payment in payments.All)
        {
            if (payment.Decision is null)
            {
                Visit(payment);
            }
            else if (!payment.Notified)
            {
                Notify(payment, TimesOf(payment.Plan));
            }
        }
    }

    /// <summary>The citizen goes off to pay; this returns at once.</summary>
    public void Visit(Payment payment) => _ = VisitAsync(payment, lifetime.ApplicationStopping);

    /// <summary>Has the local authority told of a decision, again and again until it listens; this returns at once.</summary>
    public void Notify(Payment payment, int times = 1) => _ = NotifyUntilTakenAsync(payment, times, lifetime.ApplicationStopping);

    private static int TimesOf(CitizenPlan plan) => plan.Notify switch
    {
        Notifications.Never or Notifications.Early => 0,
        Notifications.Twice => 2,
        Notifications.TenTimes => 10,
        _ => 1,
    };

    private async Task VisitAsync(Payment payment, CancellationToken stopping)
    {
        try
        {
            var plan = payment.Plan;
            if (plan.Notify is Notifications.Early or Notifications.EarlyThenOnce)
            {
                await PostAsync(payment, stopping);
            }

            if (plan.Result is null)
            {
                return;
            }

            await Task.Delay(plan.Delay, time, stopping);
            var decided = await payments.DecideAsync(payment.IdOp, plan.Result, plan.AmountCents, unlessReferencePaid: !plan.PayAgain, stopping);
            if (decided.Decision is null)
            {
                Log.AlreadyPaid(logger, payment.IdOp);
                return;
            }

            Notify(decided, TimesOf(plan));
        }
        catch (OperationCanceledException)
        {
            // Stopping: the visit is taken up again at the next start.
        }
        catch (Exception failure)
        {
            Log.VisitFailed(logger, payment.IdOp, failure);
        }
    }

    private async Task NotifyUntilTakenAsync(Payment payment, int times, CancellationToken stopping)
    {
        try
        {
            var taken = await Task.WhenAll(Enumerable.Range(0, times).Select(_ => PostAsync(payment, stopping)));
            var pause = FirstPause;
            while (times > 0 && !taken.Contains(true) && time.GetUtcNow() - payment.Decision?.At < NotifyFor)
            {
                await Task.Delay(pause, time, stopping);
                taken = [await PostAsync(payment, stopping)];
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }

            await payments.NotifiedAsync(payment, stopping);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the notification is taken up again at the next start.
        }
        catch (Exception failure)
        {
            Log.VisitFailed(logger, payment.IdOp, failure);
        }
    }

    // Says which operation, and nothing else. True: the local authority answered that it took it.
    private async Task<bool> PostAsync(Payment payment, CancellationToken stopping)
    {
        try
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("idop", payment.IdOp)]);
            using var answer = await clients.CreateClient("notification").PostAsync(new Uri(payment.Order.Urlnotif), form, stopping);
            Log.Notified(logger, payment.IdOp, (int)answer.StatusCode);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or SocketException || (unreachable is TaskCanceledException && !stopping.IsCancellationRequested))
        {
            Log.NotificationLost(logger, payment.IdOp, unreachable.GetType().Name);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4201, LogLevel.Debug, "Operation {IdOp}: notification answered {Status}.")]
        public static partial void Notified(ILogger logger, string idOp, int status);

        [LoggerMessage(4202, LogLevel.Debug, "Operation {IdOp}: notification not taken ({Reason}); repeated.")]
        public static partial void NotificationLost(ILogger logger, string idOp, string reason);

        [LoggerMessage(4203, LogLevel.Information, "Operation {IdOp}: its reference is already paid, the citizen does not pay again.")]
        public static partial void AlreadyPaid(ILogger logger, string idOp);

        [LoggerMessage(4204, LogLevel.Error, "Operation {IdOp}: the visit or its notification failed.")]
        public static partial void VisitFailed(ILogger logger, string idOp, Exception failure);
    }
}

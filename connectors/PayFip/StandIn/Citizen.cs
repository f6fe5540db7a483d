namespace Hub.Connectors.PayFip.StandIn;

/// <summary>
/// Plays the citizen: opens the payment page of each new operation in mind, decides after a while, and has PayFiP notify the local authority.
/// Someone who has paid a reference does not pay it again, unless told to.
/// </summary>
internal sealed partial class Citizen(
    Payments payments, IHttpClientFactory clients, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<Citizen> logger)
{
    /// <summary>Takes up the operations that were waiting for their citizen when the process stopped.</summary>
    public void Resume()
    {
        foreach (var payment in payments.All.Where(payment => payment.Decision is null))
        {
            Visit(payment);
        }
    }

    /// <summary>The citizen goes off to pay; this returns at once.</summary>
    public void Visit(Payment payment) => _ = VisitAsync(payment, lifetime.ApplicationStopping);

    /// <summary>Tells the local authority that something happened to the operation: its idOp, and nothing else.</summary>
    public async Task NotifyAsync(Payment payment, CancellationToken cancellationToken)
    {
        if (payment.Order.Urlnotif.Length == 0)
        {
            return;
        }

        try
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("idop", payment.IdOp)]);
            using var answer = await clients.CreateClient("notification").PostAsync(new Uri(payment.Order.Urlnotif), form, cancellationToken);
            Log.Notified(logger, payment.IdOp, (int)answer.StatusCode);
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or TaskCanceledException)
        {
            // Like the real service: one attempt. The local authority has to ask if it hears nothing.
            Log.NotificationLost(logger, payment.IdOp, unreachable.GetType().Name);
        }
    }

    private async Task VisitAsync(Payment payment, CancellationToken stopping)
    {
        try
        {
            var plan = payment.Plan;
            if (plan.Notify is Notifications.Early or Notifications.EarlyThenOnce)
            {
                await NotifyAsync(payment, stopping);
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

            var times = plan.Notify switch
            {
                Notifications.Never or Notifications.Early => 0,
                Notifications.Twice => 2,
                Notifications.TenTimes => 10,
                _ => 1,
            };
            await Task.WhenAll(Enumerable.Range(0, times).Select(_ => NotifyAsync(decided, stopping)));
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

    private static partial class Log
    {
        [LoggerMessage(4201, LogLevel.Debug, "Operation {IdOp}: notification answered {Status}.")]
        public static partial void Notified(ILogger logger, string idOp, int status);

        [LoggerMessage(4202, LogLevel.Warning, "Operation {IdOp}: notification not delivered ({Reason}).")]
        public static partial void NotificationLost(ILogger logger, string idOp, string reason);

        [LoggerMessage(4203, LogLevel.Information, "Operation {IdOp}: its reference is already paid, the citizen does not pay again.")]
        public static partial void AlreadyPaid(ILogger logger, string idOp);

        [LoggerMessage(4204, LogLevel.Error, "Operation {IdOp}: the citizen's visit failed.")]
        public static partial void VisitFailed(ILogger logger, string idOp, Exception failure);
    }
}

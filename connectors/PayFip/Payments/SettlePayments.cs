using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Hub.Connectors.PayFip.Soap;

namespace Hub.Connectors.PayFip.Payments;

/// <summary>
/// Finds out how operations ended. Notifications and polls come here alike: both only say "look", and what counts is what PayFiP then says.
/// </summary>
/// <remarks>
/// The gate of a payment is held while PayFiP is asked, so that ten notifications at once make one change, and nine find it made.
/// </remarks>
internal sealed partial class SettlePayments(
    IntentBook book, PayFipClient payFip, PollSchedule schedule, SettlementPublisher publisher, PayFipOptions options, TimeProvider time, ILogger<SettlePayments> logger)
    : IDisposable
{
    private const int MostStrangers = 10_000;
    private const int ShareOfAge = 10;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SoonAfterNotification = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _strangers = new();

    // Anyone can post an invented id: few of them may keep PayFiP busy at a time.
    private readonly SemaphoreSlim _recognizing = new(4);

    /// <summary>Puts the operations whose end is not known on the schedule; called once at start.</summary>
    public void Resume()
    {
        foreach (var entry in book.All)
        {
            foreach (var operation in entry.Intent.Operations)
            {
                Schedule(operation, time.GetUtcNow(), soon: true);
            }
        }
    }

    /// <summary>Someone says that something happened to an operation. Whoever it is, only PayFiP is believed.</summary>
    public async Task<Notice> NotifiedAsync(string idOp, CancellationToken cancellationToken)
    {
        if (!IdOpForm().IsMatch(idOp))
        {
            return Notice.Malformed;
        }

        await LookAsync(idOp, notified: true, cancellationToken);

        // An operation that is not known to be ours yet is in no journal here: a crash would forget it, unless PayFiP tells of it again.
        return _strangers.ContainsKey(idOp) ? Notice.TellAgain : Notice.Taken;
    }

    /// <summary>Asks PayFiP about an operation and draws the consequences. A failure only means that it is asked again later.</summary>
    public async Task LookAsync(string idOp, bool notified, CancellationToken cancellationToken)
    {
        if (book.FindByIdOp(idOp) is { } entry)
        {
            await RefreshAsync(entry, idOp, notified, cancellationToken);
        }
        else
        {
            await _recognizing.WaitAsync(cancellationToken);
            try
            {
                await RecognizeAsync(idOp, cancellationToken);
            }
            finally
            {
                _recognizing.Release();
            }
        }
    }

    /// <summary>Starts to follow an operation that was just created.</summary>
    public void Follow(Operation operation) => Schedule(operation, time.GetUtcNow(), soon: false);

    public void Dispose() => _recognizing.Dispose();

    private async Task RefreshAsync(IntentEntry entry, string idOp, bool notified, CancellationToken cancellationToken)
    {
        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            if (entry.Intent.Find(idOp) is not { State: not OperationState.Paid } operation)
            {
                schedule.Remove(idOp);
                return;
            }

            if (await AskAsync(idOp, cancellationToken) is not { } answer)
            {
                schedule.Set(idOp, time.GetUtcNow() + options.PollEvery);
                return;
            }

            await ApplyAsync(entry, idOp, answer);
            Schedule(entry.Intent.Find(idOp) ?? operation, time.GetUtcNow(), soon: notified);
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    // An operation whose creation was never answered to us is recognised by its reference: somebody may have paid it.
    private async Task RecognizeAsync(string idOp, CancellationToken cancellationToken)
    {
        switch (await AskAsync(idOp, cancellationToken))
        {
            case SourceAnswer.Result result when book.FindByRefdet(result.Detail.Refdet) is { } entry && entry.Intent.Numcli == result.Detail.Numcli:
                _strangers.TryRemove(idOp, out _);
                await AdoptAsync(entry, result, cancellationToken);
                break;
            case SourceAnswer.Result:
                _strangers.TryRemove(idOp, out _);
                Log.NotOurs(logger, idOp);
                break;
            case SourceAnswer.Unknown:
                _strangers.TryRemove(idOp, out _);
                break;
            // It exists but has no result, or PayFiP did not answer: looked at again until it would have one.
            case SourceAnswer.NotYet or null when _strangers.Count < MostStrangers:
                var (now, firstSeen) = (time.GetUtcNow(), _strangers.GetOrAdd(idOp, _ => time.GetUtcNow()));
                if (now - firstSeen < options.RetryWindow)
                {
                    schedule.Set(idOp, now + Pause(now - firstSeen));
                }
                else
                {
                    _strangers.TryRemove(idOp, out _);
                }

                break;
        }
    }

    private async Task AdoptAsync(IntentEntry entry, SourceAnswer.Result result, CancellationToken cancellationToken)
    {
        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            var idOp = result.Detail.IdOp;
            if (entry.Intent.Find(idOp) is null)
            {
                var claimedAt = entry.Intent.Claims is [var first, ..] ? first.At : time.GetUtcNow();
                var operation = new Operation(idOp, claimedAt, Offered: false, OperationState.Waiting);
                await book.SaveAsync(entry, entry.Intent.With(operation));
                Log.Adopted(logger, entry.Intent.PaymentId, idOp);
            }

            await ApplyAsync(entry, idOp, result);
            Schedule(entry.Intent.Find(idOp)!, time.GetUtcNow(), soon: false); // just added
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private async Task ApplyAsync(IntentEntry entry, string idOp, SourceAnswer answer)
    {
        var before = entry.Intent;
        var after = before.After(idOp, answer, time.GetUtcNow(), options.RetryWindow);
        if (ReferenceEquals(after, before))
        {
            return;
        }

        await book.SaveAsync(entry, after);
        Log.Changed(logger, after.PaymentId, idOp, after.Find(idOp)!.State); // an operation of this payment
        if (after.Settlements.Length > before.Settlements.Length)
        {
            if (after.Settlements[^1].IsSecondDebit)
            {
                Log.DebitedTwice(logger, after.PaymentId, idOp);
            }

            publisher.Wake(entry);
        }
    }

    // Null: PayFiP gave no usable answer.
    private async Task<SourceAnswer?> AskAsync(string idOp, CancellationToken cancellationToken)
    {
        try
        {
            return new SourceAnswer.Result(await payFip.ReadAsync(idOp, cancellationToken));
        }
        catch (PayFipFault fault) when (fault is { Kind: FaultKind.Functional, Code: PayFipFault.NoResult })
        {
            return new SourceAnswer.NotYet();
        }
        catch (PayFipFault fault) when (fault is { Kind: FaultKind.Functional, Code: PayFipFault.UnknownOperation })
        {
            return new SourceAnswer.Unknown();
        }
        catch (Exception failure) when (failure is PayFipFault or PayFipUnreachable)
        {
            Log.NoAnswer(logger, idOp, failure.Message);
            return null;
        }
    }

    private void Schedule(Operation operation, DateTimeOffset now, bool soon)
    {
        var age = now - operation.CreatedAt;
        switch (operation.State)
        {
            case OperationState.Waiting when soon:
                schedule.Set(operation.IdOp, now + (options.PollEvery < SoonAfterNotification ? options.PollEvery : SoonAfterNotification));
                break;
            case OperationState.Waiting:
                // Not past the moment at which "no result" starts to mean "never".
                var (next, decisive) = (now + Pause(age), operation.CreatedAt + options.RetryWindow);
                schedule.Set(operation.IdOp, now < decisive && decisive < next ? decisive : next);
                break;
            case OperationState.Expired or OperationState.Cancelled or OperationState.Error when age < options.LateWindow:
                schedule.Set(operation.IdOp, now + options.LatePollEvery);
                break;
            default:
                schedule.Remove(operation.IdOp);
                break;
        }
    }

    private TimeSpan Pause(TimeSpan age)
    {
        var share = age / ShareOfAge;
        var pause = share < LongestPause ? share : LongestPause;
        return pause > options.PollEvery ? pause : options.PollEvery;
    }

    [GeneratedRegex(@"^[A-Za-z0-9-]{1,64}\z", RegexOptions.None, 200)]
    private static partial Regex IdOpForm();

    private static partial class Log
    {
        [LoggerMessage(4211, LogLevel.Information, "Payment {PaymentId}: operation {IdOp} is now {State}.")]
        public static partial void Changed(ILogger logger, string paymentId, string idOp, OperationState state);

        [LoggerMessage(4212, LogLevel.Warning, "Payment {PaymentId}: operation {IdOp}, whose creation was never answered, is recognised by its reference.")]
        public static partial void Adopted(ILogger logger, string paymentId, string idOp);

        [LoggerMessage(4213, LogLevel.Error, "Payment {PaymentId}: operation {IdOp} debited a reference that was already debited. The revenue office has to refund one.")]
        public static partial void DebitedTwice(ILogger logger, string paymentId, string idOp);

        [LoggerMessage(4214, LogLevel.Warning, "A notification names operation {IdOp}, which belongs to no payment of this connector.")]
        public static partial void NotOurs(ILogger logger, string idOp);

        [LoggerMessage(4215, LogLevel.Warning, "Operation {IdOp}: {Reason}. It is asked again later.")]
        public static partial void NoAnswer(ILogger logger, string idOp, string reason);
    }
}

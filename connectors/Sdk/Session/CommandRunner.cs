using System.Diagnostics;
using Hub.Connectors.Sdk.Journal;
using Hub.Connectors.Sdk.Manifest;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Sdk.Session;

/// <summary>
/// Runs commands: those of one journey in the order they came, each key once, every command with an answer.
/// </summary>
/// <remarks>
/// 1. A key that is running already is joined. 2. The command waits for its journey's turn. 3. A key that was answered is answered again.
/// 4. The claim goes to disk. 5. The handler runs. 6. The answer goes to disk. A retryable failure gives the claim back, since its handler says that
/// nothing happened; an unknown outcome and an exception leave it, so that the next attempt knows to ask first.
/// </remarks>
internal sealed partial class CommandRunner(
    CommandHandlers handlers, ConnectorManifest manifest, CommandJournal journal, IServiceScopeFactory scopes, TimeProvider timeProvider, ILogger<CommandRunner> logger)
    : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<Outcome>> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task> _journeys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CancellationTokenSource> _cancellations = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Must be called in the order the commands came. Never throws.</summary>
    public async Task<V1.Reply> RunAsync(V1.Command command)
    {
        var key = command.IdempotencyKey.Length > 0 ? command.IdempotencyKey : command.Id;
        Task<Outcome>? running;
        lock (_gate)
        {
            if (!_running.TryGetValue(key, out running))
            {
                running = EnqueueAsync(command, key);
                _running.Add(key, running);
                _ = ForgetAsync(key, running);
            }
        }

        return (await running.ConfigureAwait(false)).ToWire(command.Id);
    }

    /// <summary>The hub no longer waits for this command.</summary>
    public void Cancel(string commandId)
    {
        lock (_gate)
        {
            if (_cancellations.TryGetValue(commandId, out var cancellation))
            {
                // Off this thread: callbacks are the handler's own code.
                _ = cancellation.CancelAsync();
            }
        }
    }

    /// <summary>Waits until nothing runs, at most this long; then cancels what still does.</summary>
    public async Task DrainAsync(TimeSpan patience)
    {
        Task[] running;
        lock (_gate)
        {
            running = [.. _running.Values];
        }

        var all = Task.WhenAll(running);
        if (await Task.WhenAny(all, Task.Delay(patience, timeProvider)).ConfigureAwait(false) != all)
        {
            Log.DrainEnded(logger, running.Count(task => !task.IsCompleted));
            await _stopping.CancelAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => _stopping.Dispose();

    // The caller holds the gate: the place in the journey's line is taken in the order of arrival.
    private Task<Outcome> EnqueueAsync(V1.Command command, string key)
    {
        var journey = command.Context switch
        {
            { JourneyId.Length: > 0 } context => context.JourneyId,
            { CaseId.Length: > 0 } context => context.CaseId,
            _ => key,
        };
        var before = _journeys.GetValueOrDefault(journey, Task.CompletedTask);
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        _cancellations[command.Id] = cancellation;
        var mine = Task.Run(async () =>
        {
            await before.ConfigureAwait(false);
            try
            {
                return await AnswerAsync(command, key, cancellation).ConfigureAwait(false);
            }
            finally
            {
                lock (_gate)
                {
                    _cancellations.Remove(command.Id);
                }

                cancellation.Dispose();
            }
        });
        _journeys[journey] = mine;
        _ = mine.ContinueWith(
            _ =>
            {
                lock (_gate)
                {
                    if (_journeys.GetValueOrDefault(journey) == mine)
                    {
                        _journeys.Remove(journey);
                    }
                }
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return mine;
    }

    private async Task ForgetAsync(string key, Task running)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _running.Remove(key);
        }
    }

    private async Task<Outcome> AnswerAsync(V1.Command wire, string key, CancellationTokenSource cancellation)
    {
        if (manifest.Find(wire.Operation) is not { } operation || handlers.Find(wire.Operation) is not { } handler)
        {
            Log.UnknownOperation(logger, wire.Operation);
            return Outcome.Failed("invalid", $"Le connecteur ne connaît pas l'opération « {wire.Operation} ». / The connector has no operation \"{wire.Operation}\".");
        }

        var timeLimit = wire.DeadlineMs > 0 ? TimeSpan.FromMilliseconds(Math.Min(wire.DeadlineMs, int.MaxValue)) : operation.Timeout;
        var command = new Command
        {
            Id = wire.Id,
            Operation = wire.Operation,
            IdempotencyKey = wire.IdempotencyKey,
            Payload = wire.Payload.Memory,
            Attempt = (int)Math.Min(wire.Attempt, int.MaxValue),
            TimeLimit = timeLimit,
            Context = MessageContext.FromWire(wire.Context),
        };

        // A query changes nothing: it may be asked as often as one likes and leaves no trace on disk.
        if (operation.Kind == OperationKind.Query)
        {
            return (await HandleAsync(handler, command, cancellation).ConfigureAwait(false)).Outcome;
        }

        try
        {
            var (wasStarted, answer) = journal.Find(key);
            if (answer is not null)
            {
                Log.AnsweredAgain(logger, command.Id);
                return Outcome.FromWire(answer);
            }

            command = command with { IsRecovery = wasStarted };
            if (!wasStarted)
            {
                await journal.StartAsync(key).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // Without the claim on disk a crash would let the effect happen twice: better not at all.
            Log.JournalFailed(logger, command.Id, exception);
            return Outcome.Failed("unavailable", "Le connecteur ne peut pas écrire son journal. / The connector cannot write its journal.", retryable: true);
        }

        FailPoint.Hit("connector.after-claim-before-effect");
        var (outcome, hasThrown) = await HandleAsync(handler, command, cancellation).ConfigureAwait(false);
        FailPoint.Hit("connector.after-effect-before-journal");
        await RecordAsync(key, command.Id, outcome, hasThrown).ConfigureAwait(false);
        FailPoint.Hit("connector.after-journal-before-answer");
        return outcome;
    }

    private async Task<(Outcome Outcome, bool HasThrown)> HandleAsync(
        Func<IServiceProvider, Command, CancellationToken, Task<Outcome>> handler, Command command, CancellationTokenSource cancellation)
    {
        using var activity = new Activity("hub.connector.command");
        if (ActivityContext.TryParse(command.Context.Traceparent, null, out _))
        {
            activity.SetParentId(command.Context.Traceparent); // calls of the handler carry the journey's trace on
        }

        activity.Start();
        using var time = new CancellationTokenSource(command.TimeLimit ?? Timeout.InfiniteTimeSpan, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellation.Token);
        try
        {
            var scope = scopes.CreateAsyncScope();
            await using var disposal = scope.ConfigureAwait(false);
            var outcome = await handler(scope.ServiceProvider, command, either.Token).ConfigureAwait(false);
            return (outcome ?? throw new InvalidOperationException("The handler returned null instead of an outcome."), false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return (Outcome.Unknown("La commande a été interrompue avant sa fin. / The command was stopped before its end."), true);
        }
        catch (Exception exception)
        {
            Log.HandlerFailed(logger, command.Operation, command.Id, exception.GetType().Name, exception.StackTrace);
            return (Outcome.Failed("internal", "Le connecteur a rencontré une erreur inattendue. / The connector met an unexpected error.", retryable: true), true);
        }
    }

    private async Task RecordAsync(string key, string commandId, Outcome outcome, bool hasThrown)
    {
        try
        {
            if (hasThrown || outcome.IsUnknown)
            {
                return; // the claim stays: the next attempt is a recovery
            }

            if (!outcome.IsDone && outcome.IsRetryable)
            {
                await journal.ReleaseAsync(key).ConfigureAwait(false);
            }
            else
            {
                await journal.AnswerAsync(key, outcome.ToWire(commandId)).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            // The answer still goes to the hub. If it is lost on the way, the claim makes the next attempt a recovery.
            Log.JournalFailed(logger, commandId, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4121, LogLevel.Error, "The hub sent operation {Operation}, which the manifest does not have.")]
        public static partial void UnknownOperation(ILogger logger, string operation);

        [LoggerMessage(4122, LogLevel.Information, "Command {CommandId} was answered before; it gets the same answer.")]
        public static partial void AnsweredAgain(ILogger logger, string commandId);

        [LoggerMessage(4123, LogLevel.Error, "The command journal failed at command {CommandId}.")]
        public static partial void JournalFailed(ILogger logger, string commandId, Exception exception);

        // The exception's text is left out: it may quote the payload.
        [LoggerMessage(4124, LogLevel.Error, "The handler of {Operation} failed at command {CommandId} with {ExceptionType}: {StackTrace}")]
        public static partial void HandlerFailed(ILogger logger, string operation, string commandId, string exceptionType, string? stackTrace);

        [LoggerMessage(4125, LogLevel.Warning, "{Count} commands were still running when the drain time ended; they are cancelled and will be sent again.")]
        public static partial void DrainEnded(ILogger logger, int count);
    }
}

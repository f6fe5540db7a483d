using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Hub.Connectors.Sdk.Journal;
using Hub.Connectors.Sdk.Manifest;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Sdk.Session;

/// <summary>
/// One open stream to the hub: presents the manifest, sends what waits in the event box, answers commands, reports health.
/// A command is answered on the stream it came on; if that is gone, the hub sends the command again and the journal answers.
/// </summary>
internal sealed partial class HubSession(
    HubChannel channel, HubClient client, ConnectorManifest manifest, ConnectorOptions options, EventBox events, CommandRunner runner, TimeProvider timeProvider, ILogger logger)
{
    private static readonly TimeSpan WelcomePatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(3);

    // Only this channel's reader writes to the stream: gRPC allows one write at a time.
    private readonly Channel<V1.FromConnector> _outgoing = Channel.CreateUnbounded<V1.FromConnector>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<Task, bool> _settling = new();
    private volatile bool _isDraining;

    /// <summary>Runs until the stream ends, by an error or because of the token; then drains first.</summary>
    /// <param name="onWelcome">Called when the hub has taken the connector in.</param>
    /// <param name="stopping">The connector is to stop.</param>
    public async Task RunAsync(Action onWelcome, CancellationToken stopping)
    {
        using var call = channel.Client.Attach(channel.Credentials, cancellationToken: CancellationToken.None);
        var writing = WriteAsync(call.RequestStream);
        Send(new V1.FromConnector { Hello = CreateHello() });
        try
        {
            var welcome = await ReadWelcomeAsync(call, stopping).ConfigureAwait(false);
            onWelcome();
            client.IsConnected = true;
            client.HealthChanged += SendHealth;
            if (client.Health is not { IsHealthy: true, Detail: "" })
            {
                SendHealth(); // the hub takes a connector that says nothing for healthy
            }

            using var heartbeat = StartHeartbeat(welcome);
            foreach (var waiting in events.Listen(SendEvent))
            {
                SendEvent(waiting);
            }

            var reading = ReadAsync(call.ResponseStream);
            if (await Task.WhenAny(reading, WaitAsync(stopping)).ConfigureAwait(false) != reading)
            {
                await SayGoodbyeAsync(call, reading, writing).ConfigureAwait(false);
                return;
            }

            await reading.ConfigureAwait(false);
        }
        finally
        {
            client.IsConnected = false;
            client.HealthChanged -= SendHealth;
            events.StopListening();
            _outgoing.Writer.TryComplete();
        }
    }

    private static async Task WaitAsync(CancellationToken stopping) =>
        await Task.Delay(Timeout.Infinite, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static async Task<V1.Welcome> ReadWelcomeAsync(
        AsyncDuplexStreamingCall<V1.FromConnector, V1.ToConnector> call, CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(WelcomePatience);
        return await call.ResponseStream.MoveNext(patience.Token).ConfigureAwait(false) && call.ResponseStream.Current.Welcome is { } welcome
            ? welcome
            : throw new RpcException(new Status(StatusCode.Internal, "The hub's first message must be Welcome and is something else."));
    }

    private V1.Hello CreateHello() => new()
    {
        Connector = manifest.Metadata.Name,
        Manifest = Google.Protobuf.ByteString.CopyFrom(manifest.Source.Span),
        Instance = options.Instance.Length > 0 ? options.Instance : $"{Environment.MachineName}-{Environment.ProcessId}",
        InitialCredit = (uint)options.Credits,
    };

    private async Task ReadAsync(IAsyncStreamReader<V1.ToConnector> messages)
    {
        while (await messages.MoveNext(CancellationToken.None).ConfigureAwait(false))
        {
            var message = messages.Current;
            switch (message.MessageCase)
            {
                case V1.ToConnector.MessageOneofCase.Command when !_isDraining:
                    Track(AnswerAsync(runner.RunAsync(message.Command)));
                    break;
                case V1.ToConnector.MessageOneofCase.EventAccepted:
                    Track(events.AcceptAsync(message.EventAccepted.EventId)); // not awaited: many share one flush
                    break;
                case V1.ToConnector.MessageOneofCase.EventRefused:
                    Track(events.RefuseAsync(message.EventRefused.EventId, message.EventRefused.Reason, message.EventRefused.Pointer));
                    break;
                case V1.ToConnector.MessageOneofCase.Cancel:
                    runner.Cancel(message.Cancel.CommandId);
                    break;
                default:
                    Log.MessageIgnored(logger, message.MessageCase); // a newer hub, or a command that came while draining: it is sent again
                    break;
            }
        }
    }

    private async Task AnswerAsync(Task<V1.Reply> answer)
    {
        var reply = await answer.ConfigureAwait(false);
        Send(new V1.FromConnector { Reply = reply });
        if (!_isDraining)
        {
            Send(new V1.FromConnector { Credit = new V1.Credit { Commands = 1 } });
        }
    }

    private void Track(Task work)
    {
        _settling.TryAdd(work, true);
        _ = work.ContinueWith(done => _settling.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private void SendEvent(V1.Event wire) => Send(new V1.FromConnector { Event = wire });

    private void SendHealth() => Send(new V1.FromConnector
    {
        Health = new V1.HealthReport { Healthy = client.Health.IsHealthy, Detail = client.Health.Detail },
    });

    // The hub counts a silent connector as dead: three signs of life in the time it waits.
    private ITimer? StartHeartbeat(V1.Welcome welcome)
    {
        if (welcome.KeepAliveSeconds == 0)
        {
            return null;
        }

        var interval = TimeSpan.FromSeconds(Math.Max(1, welcome.KeepAliveSeconds / 3.0));
        return timeProvider.CreateTimer(_ => SendHealth(), state: null, interval, interval);
    }

    // After the end of the session nothing is taken any more: events stay in the box and replies in the journal.
    private void Send(V1.FromConnector message) => _outgoing.Writer.TryWrite(message);

    private async Task WriteAsync(IClientStreamWriter<V1.FromConnector> stream)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                await stream.WriteAsync(message).ConfigureAwait(false);
            }

            await stream.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException)
        {
            // The reading side meets the same end and reports it.
            _outgoing.Writer.TryComplete();
        }
    }

    private async Task SayGoodbyeAsync(AsyncDuplexStreamingCall<V1.FromConnector, V1.ToConnector> call, Task reading, Task writing)
    {
        _isDraining = true;
        await runner.DrainAsync(options.DrainTime).ConfigureAwait(false);
        await Task.WhenAny(Task.WhenAll(_settling.Keys), Task.Delay(GoodbyePatience, timeProvider)).ConfigureAwait(false);
        _outgoing.Writer.TryComplete();
        var ended = Task.WhenAll(reading, writing);
        await Task.WhenAny(ended, Task.Delay(GoodbyePatience, timeProvider)).ConfigureAwait(false);
        call.Dispose();
        await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static partial class Log
    {
        [LoggerMessage(4131, LogLevel.Debug, "A message of kind {Kind} was left aside.")]
        public static partial void MessageIgnored(ILogger logger, V1.ToConnector.MessageOneofCase kind);
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Grpc.Core;
using Hub.Connector.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Tests.Sdk;

/// <summary>The hub's side of the protocol, played by the test over a real connection.</summary>
public sealed class FakeHub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<HubSide> _sessions;

    private FakeHub(WebApplication app, Channel<HubSide> sessions)
    {
        _app = app;
        _sessions = sessions;
        Address = app.Urls.Single();
    }

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    public string Address { get; }

    /// <param name="secure">Makes its door one with TLS; null for none.</param>
    public static async Task<FakeHub> StartAsync(int port = 0, Action<ListenOptions>? secure = null)
    {
        var sessions = Channel.CreateUnbounded<HubSide>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            secure?.Invoke(listen);
        }));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(sessions);
        var app = builder.Build();
        app.MapGrpcService<Service>();
        await app.StartAsync();
        return new FakeHub(app, sessions);
    }

    /// <summary>The next session that a connector opens, its Hello read and answered.</summary>
    public async Task<HubSide> NextSessionAsync() => await _sessions.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>Whether a session waits that nobody has asked for yet.</summary>
    public bool HasSession => _sessions.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync()
    {
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(giveUp.Token);
        await _app.DisposeAsync();
    }

    private sealed class Service(Channel<HubSide> sessions) : ConnectorHub.ConnectorHubBase
    {
        public override async Task Attach(IAsyncStreamReader<FromConnector> requestStream, IServerStreamWriter<ToConnector> responseStream, ServerCallContext context)
        {
            await requestStream.MoveNext(context.CancellationToken);
            var side = new HubSide(requestStream.Current.Hello, context.RequestHeaders, responseStream);
            await responseStream.WriteAsync(new ToConnector { Welcome = new Welcome { SessionId = "s", KeepAliveSeconds = 30 } });
            sessions.Writer.TryWrite(side);
            try
            {
                var reading = side.ReadAsync(requestStream, context.CancellationToken);
                await Task.WhenAny(reading, side.Ended);
            }
            finally
            {
                side.Close();
            }
        }

        public override Task<SubmitReply> Submit(SubmitRequest request, ServerCallContext context) =>
            Task.FromResult(new SubmitReply { JourneyId = "j-" + request.Procedure, RequestId = request.IdempotencyKey });
    }
}

/// <summary>One session as the hub sees it.</summary>
public sealed class HubSide(Hello hello, Metadata headers, IServerStreamWriter<ToConnector> toConnector)
{
    private readonly Channel<Reply> _replies = Channel.CreateUnbounded<Reply>();
    private readonly Channel<Event> _events = Channel.CreateUnbounded<Event>();
    private readonly Channel<Credit> _credits = Channel.CreateUnbounded<Credit>();
    private readonly Channel<HealthReport> _health = Channel.CreateUnbounded<HealthReport>();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _writing = new(1);

    public Hello Hello { get; } = hello;

    public Metadata Headers { get; } = headers;

    public ConcurrentQueue<string> Seen { get; } = new();

    /// <summary>Completes when the test ends the session.</summary>
    public Task Ended => _end.Task;

    /// <summary>Completes when the stream is over, whoever ended it.</summary>
    public Task Closed => _closed.Task;

    public async Task SendAsync(ToConnector message)
    {
        await _writing.WaitAsync();
        try
        {
            await toConnector.WriteAsync(message);
        }
        finally
        {
            _writing.Release();
        }
    }

    public Task CommandAsync(string id, string operation = "openCase", string? key = null, string journey = "", string payload = "{}", uint attempt = 1, ulong deadlineMs = 0) =>
        SendAsync(new ToConnector
        {
            Command = new Command
            {
                Id = id,
                Operation = operation,
                IdempotencyKey = key ?? "key-" + id,
                Payload = Google.Protobuf.ByteString.CopyFromUtf8(payload),
                Attempt = attempt,
                DeadlineMs = deadlineMs,
                Context = new Context { Tenant = "200054781", JourneyId = journey },
            },
        });

    public Task AcceptAsync(string eventId) => SendAsync(new ToConnector { EventAccepted = new EventAccepted { EventId = eventId } });

    public async Task<Reply> NextReplyAsync() => await _replies.Reader.ReadAsync().AsTask().WaitAsync(FakeHub.Patience);

    public async Task<Event> NextEventAsync() => await _events.Reader.ReadAsync().AsTask().WaitAsync(FakeHub.Patience);

    public async Task<Credit> NextCreditAsync() => await _credits.Reader.ReadAsync().AsTask().WaitAsync(FakeHub.Patience);

    public async Task<HealthReport> NextHealthAsync() => await _health.Reader.ReadAsync().AsTask().WaitAsync(FakeHub.Patience);

    public void End() => _end.TrySetResult();

    internal void Close() => _closed.TrySetResult();

    internal async Task ReadAsync(IAsyncStreamReader<FromConnector> stream, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in stream.ReadAllAsync(cancellationToken))
            {
                Seen.Enqueue(message.MessageCase.ToString());
                _ = message.MessageCase switch
                {
                    FromConnector.MessageOneofCase.Reply => _replies.Writer.TryWrite(message.Reply),
                    FromConnector.MessageOneofCase.Event => _events.Writer.TryWrite(message.Event),
                    FromConnector.MessageOneofCase.Credit => _credits.Writer.TryWrite(message.Credit),
                    FromConnector.MessageOneofCase.Health => _health.Writer.TryWrite(message.Health),
                    _ => throw new InvalidOperationException($"Unexpected {message.MessageCase}."),
                };
            }
        }
        catch (OperationCanceledException)
        {
            // The connector went away, or the session was ended by the test.
        }
    }
}

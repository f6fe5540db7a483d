using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Hub.Connector.V1;
using Hub.Server.Connectors;
using Hub.Server.Exchange;
using Hub.Server.Exchange.DeadLetters;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Security;
using Hub.Server.Web;

namespace Hub.Server.Channels.Grpc;

/// <summary>
/// Channel Adapter for connectors: the session that a connector opens, and the two unary calls that any gRPC client may make.
/// Turns wire messages into envelopes and back; decides nothing.
/// </summary>
internal sealed partial class ConnectorService(
    ExchangePipeline pipeline,
    ReplyEntrance replies,
    IOutbox outbox,
    IProcedureDirectory procedures,
    SchemaLookup schemas,
    ConnectorRegistry registry,
    ConnectorSessions sessions,
    IUnitOfWorkStore store,
    IdGenerator ids,
    TimeProvider clock,
    LoadLimits limits,
    ILogger<ConnectorService> logger) : ConnectorHub.ConnectorHubBase
{
    private const uint KeepAliveSeconds = 30;

    private const int MaxKey = 200;

    // Messages of one connector that are handled at the same time.
    private const int SideBySide = 64;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    public override async Task Attach(IAsyncStreamReader<FromConnector> requestStream, IServerStreamWriter<ToConnector> responseStream, ServerCallContext context)
    {
        var caller = GrpcAccess.Require(context, Permissions.ConnectorAttach);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, sessions.Closing);
        var session = await OpenAsync(requestStream, caller, stopping.Token);
        if (!sessions.TryAdd(session))
        {
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"The connector '{session.Connector}' is attached {limits.SessionsPerConnector} times already; stop one of its processes."));
        }

        var writing = WriteAsync(session, responseStream);
        Log.Attached(logger, session.Connector, session.Instance);
        try
        {
            // What belongs to different journeys does not wait for one another's commit: group commit makes them durable together.
            await Parallel.ForEachAsync(
                requestStream.ReadAllAsync(stopping.Token),
                new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = stopping.Token },
                async (message, _) => await TakeAsync(session, message, caller, stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The connector left, or the hub is stopping; either way what it did not answer stays in the outbox.
        }
        finally
        {
            sessions.Remove(session);
            session.Close();
            await writing;
            Log.Left(logger, session.Connector, session.Instance);
        }

        if (sessions.Closing.IsCancellationRequested)
        {
            throw Stopping();
        }
    }

    private static RpcException Stopping() => new(new Status(StatusCode.Unavailable, "The hub is stopping. Dial again until it answers; what was not answered is sent again."));

    public override async Task<SubmitReply> Submit(SubmitRequest request, ServerCallContext context)
    {
        var caller = GrpcAccess.Require(context, Permissions.RequestsSubmit);
        var tenant = GrpcAccess.TenantOf(caller, request.Tenant);
        if (procedures.Find(tenant, request.Procedure) is not { } procedure)
        {
            throw GrpcProblems.ToException(ExchangeProblems.UnknownProcedure);
        }

        if (MistakeIn(request, procedure) is { } mistake)
        {
            throw GrpcProblems.ToException(mistake);
        }

        var answer = await SubmitAsync(
            CitizenRequests.ToEnvelope(procedure, tenant, request.IdempotencyKey, request.Channel, request.Payload.Memory, context.RequestHeaders.GetValue("traceparent"), ids, clock),
            context.CancellationToken);
        if (answer.Problem is { } problem)
        {
            throw GrpcProblems.ToException(problem);
        }

        var receipt = CitizenRequests.ReadReceipt(answer.Reply);
        return new SubmitReply { JourneyId = receipt.JourneyId, RequestId = receipt.RequestId };
    }

    private async Task<ExchangeAnswer> SubmitAsync(Envelope envelope, CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.SendAsync(envelope, null, cancellationToken);
        }
        catch (StoreUnavailableException error)
        {
            throw GrpcProblems.ToException(HttpProblems.StoreUnavailable(error.Trouble));
        }
    }

    private static Problem? MistakeIn(SubmitRequest request, ProcedureOffer procedure)
    {
        var channel = request.Channel.Length == 0 ? "web" : request.Channel;
        return !CitizenRequests.Channels.Contains(channel) || (procedure.Channels.Count > 0 && !procedure.Channels.Contains(channel)) ? ConnectorProblems.RequestChannel
            : request.IdempotencyKey.Length > MaxKey || request.IdempotencyKey.AsSpan().ContainsAnyExceptInRange('!', '~') ? ConnectorProblems.RequestKey
            : null;
    }

    public override Task<GetSchemaReply> GetSchema(GetSchemaRequest request, ServerCallContext context)
    {
        GrpcAccess.Require(context, Permissions.SchemasRead);
        return schemas(request.Id, request.Version) is { } schema
            ? Task.FromResult(new GetSchemaReply { Id = schema.Id, Version = schema.Version, Schema = Google.Protobuf.ByteString.CopyFrom(schema.Json.Span) })
            : throw new RpcException(new Status(StatusCode.NotFound, "Aucun schéma de ce nom et de cette version. / No schema of this name and version."));
    }

    private async Task<GrpcConnectorSession> OpenAsync(IAsyncStreamReader<FromConnector> stream, Caller caller, CancellationToken cancellationToken)
    {
        if (sessions.Closing.IsCancellationRequested)
        {
            throw Stopping();
        }

        if (!await stream.MoveNext(cancellationToken) || stream.Current.MessageCase != FromConnector.MessageOneofCase.Hello)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "The first message of Attach must be Hello."));
        }

        var hello = stream.Current.Hello;
        if (caller.Connector is { } bound && bound != hello.Connector)
        {
            throw new RpcException(new Status(StatusCode.PermissionDenied, $"This key is bound to the connector '{bound}'; it cannot attach another one."));
        }

        if (hello.InitialCredit == 0)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "initial_credit must be at least 1."));
        }

        try
        {
            await registry.PresentAsync(hello.Manifest.Memory, hello.Connector, clock.GetUtcNow());
        }
        catch (ManifestException error)
        {
            throw GrpcProblems.ToException(ExchangeProblems.InvalidPayload(ManifestReader.SchemaUrn, error.Errors));
        }
        catch (StoreUnavailableException error)
        {
            throw GrpcProblems.ToException(HttpProblems.StoreUnavailable(error.Trouble));
        }

        var session = new GrpcConnectorSession(hello.Connector, hello.Instance.Length == 0 ? ids.NewId() : hello.Instance, hello.InitialCredit, clock.GetUtcNow(), limits.MessagesPerSession);
        session.TryWrite(new ToConnector { Welcome = new Welcome { SessionId = ids.NewId(), KeepAliveSeconds = KeepAliveSeconds } });
        return session;
    }

    private async Task TakeAsync(GrpcConnectorSession session, FromConnector message, Caller caller, CancellationToken stopping)
    {
        switch (message.MessageCase)
        {
            case FromConnector.MessageOneofCase.Reply:
                await TakeReplyAsync(session, message.Reply);
                break;
            case FromConnector.MessageOneofCase.Event:
                await TakeEventAsync(session, message.Event, caller, stopping);
                break;
            case FromConnector.MessageOneofCase.Credit:
                session.Grant(message.Credit.Commands);
                sessions.NotifyCapacity(session.Connector);
                break;
            case FromConnector.MessageOneofCase.Health:
                session.Report(message.Health.Healthy, message.Health.Detail);
                break;
        }
    }

    // An answer that comes after the hub gave up waiting is as good as one in time.
    private async Task TakeReplyAsync(GrpcConnectorSession session, Reply reply)
    {
        var command = session.CommandOf(reply.CommandId) ?? outbox.Find(reply.CommandId);
        if (command is null || command.Connector != session.Connector)
        {
            return;
        }

        if (reply.ResultCase == Reply.ResultOneofCase.Failure)
        {
            session.Settle(reply.CommandId, new DeliveryResult.Failed(ToFailure(reply.Failure)));
            return;
        }

        try
        {
            var schema = registry.Find(session.Connector)?.Manifest.Find(command.Operation)?.OutputSchema;
            var answer = await replies.EnterAsync(command, reply.Payload.Memory, null, schema);
            session.Settle(reply.CommandId, answer.Problem is { } problem
                ? new DeliveryResult.Failed(new("invalid-reply", problem.Errors.Count > 0 ? $"{problem.Detail.En} {problem.Errors[0].InstanceLocation}" : problem.Detail.En, IsRetryable: true, Reply: KeptReply.Of(reply.Payload.Memory)))
                : new DeliveryResult.Answered(reply.Payload.Memory, IsHandled: true));
        }
        catch (StoreUnavailableException error)
        {
            Log.ReplyNotKept(logger, session.Connector, reply.CommandId, error.Trouble);
            session.Settle(reply.CommandId, new DeliveryResult.Away());
        }
        catch (Exception error)
        {
            // One answer that the hub stumbles over must not end the session of all the others: it counts as a failed attempt, and
            // after the last one the command is a dead letter.
            Log.ReplyFailed(logger, session.Connector, reply.CommandId, error);
            session.Settle(reply.CommandId, new DeliveryResult.Failed(new("internal", "The hub could not handle the answer.", IsRetryable: true, Reply: KeptReply.Of(reply.Payload.Memory))));
        }
    }

    private async Task TakeEventAsync(GrpcConnectorSession session, Event message, Caller caller, CancellationToken stopping)
    {
        var context = message.Context ?? new Context();
        var now = clock.GetUtcNow();
        var declared = registry.Find(session.Connector)?.Manifest.Find(message.Type);
        var (tenant, mistake) = GrpcAccess.TryTenantOf(caller, context.Tenant) is { } named
            ? (named, MistakeIn(message, declared))
            : (caller.Tenant, ConnectorProblems.EventTenant);
        var envelope = new Envelope
        {
            MessageId = new(tenant, $"connector:{session.Connector}", IdOf(message)),
            Type = MessageTypes.ConnectorEvent,
            Subject = message.Type,
            Time = DateTimeOffset.TryParse(message.Time, System.Globalization.CultureInfo.InvariantCulture, out var time) ? time : now,
            Data = message.Payload.Memory,
            DataSchema = declared?.InputSchema,
            JourneyId = context.JourneyId.Length == 0 ? null : new JourneyId(context.JourneyId),
            CaseId = NullIfEmpty(context.CaseId),
            PaymentId = NullIfEmpty(context.PaymentId),
            TraceParent = NullIfEmpty(context.Traceparent),
        };

        // A store that cannot write now is asked again for as long as the session lasts: the connector sends an unacknowledged
        // event again only in its next session, and what waits here holds one of the places that the session has.
        for (var wait = FirstPause; ; wait = Min(wait * 2, LongestPause))
        {
            try
            {
                await session.WriteAsync(await KeepEventAsync(session, message, envelope, mistake, now), stopping);
                return;
            }
            catch (StoreUnavailableException error)
            {
                Log.EventNotKept(logger, session.Connector, message.Id, error.Trouble);
            }

            catch (OutOfMemoryException)
            {
                Log.EventNotKept(logger, session.Connector, message.Id, StoreTrouble.Overloaded);
            }

            await Task.Delay(wait, clock, stopping);
        }
    }

    // Without a usable identifier of its own it still needs one to be replayed under, the same when it is sent again.
    private static string IdOf(Event message) =>
        message.Id.Length is 0 or > MaxKey ? Convert.ToHexStringLower(SHA256.HashData(message.ToByteArray())) : message.Id;

    // The manifest is the contract: what it does not announce has no schema to be checked against, and may be another connector's to tell.
    private static Problem? MistakeIn(Event message, ConnectorOperation? declared) =>
        message.Id.Length is 0 or > MaxKey ? ConnectorProblems.EventId
        : declared is not { Kind: ConnectorOperationKind.Event } ? ConnectorProblems.EventType
        : null;

    // Null when it is taken. An event that the hub stumbles over would come again for ever if it ended the session instead.
    private async Task<Problem?> TryHandleAsync(Envelope envelope, GrpcConnectorSession session)
    {
        try
        {
            return (await pipeline.SendAsync(envelope, new ConnectorOrigin(session.Connector), CancellationToken.None)).Problem;
        }
        catch (Exception error) when (error is not (StoreUnavailableException or OutOfMemoryException))
        {
            Log.EventFailed(logger, session.Connector, error);
            return HttpProblems.Unexpected;
        }
    }

    private async Task<ToConnector> KeepEventAsync(GrpcConnectorSession session, Event message, Envelope envelope, Problem? mistake, DateTimeOffset now)
    {
        FailPoint.Hit("event.before");
        if ((mistake ?? await TryHandleAsync(envelope, session)) is not { } problem)
        {
            FailPoint.Hit("event.after");
            return new ToConnector { EventAccepted = new EventAccepted { EventId = message.Id } };
        }

        FailPoint.Hit("refusal.before");
        await store.CommitAsync([new AddDeadLetter(DeadLetter.Of(envelope, session.Connector, problem, ids.NewId(), now))], CancellationToken.None);
        FailPoint.Hit("refusal.after");
        var pointer = problem.Errors.Count > 0 ? problem.Errors[0].InstanceLocation : "";
        return new ToConnector { EventRefused = new EventRefused { EventId = message.Id, Reason = problem.Detail.En, Pointer = pointer } };
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static async Task WriteAsync(GrpcConnectorSession session, IServerStreamWriter<ToConnector> stream)
    {
        try
        {
            await foreach (var message in session.Outgoing.ReadAllAsync())
            {
                await stream.WriteAsync(message);
                if (message.MessageCase == ToConnector.MessageOneofCase.Command)
                {
                    FailPoint.Hit("dispatch.after");
                }
            }
        }
        catch (Exception error) when (error is IOException or InvalidOperationException or OperationCanceledException or RpcException)
        {
            // The connection is gone; the reading side notices too and closes the session.
            session.Close();
        }
    }

    private static DeliveryFailure ToFailure(Failure failure) => new(
        failure.Code.Length == 0 ? "internal" : failure.Code,
        failure.Message,
        failure.Retryable,
        failure.RetryAfterMs > 0 ? TimeSpan.FromMilliseconds(failure.RetryAfterMs) : null);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Information, "Connector {Connector} attached ({Instance}).")]
        public static partial void Attached(ILogger logger, string connector, string instance);

        [LoggerMessage(3002, LogLevel.Information, "Connector {Connector} left ({Instance}).")]
        public static partial void Left(ILogger logger, string connector, string instance);

        [LoggerMessage(3003, LogLevel.Warning, "Connector {Connector}: the answer to {CommandId} could not be kept ({Trouble}); the command is sent again.")]
        public static partial void ReplyNotKept(ILogger logger, string connector, string commandId, StoreTrouble trouble);

        [LoggerMessage(3005, LogLevel.Error, "Connector {Connector}: the answer to {CommandId} could not be handled; the command is sent again.")]
        public static partial void ReplyFailed(ILogger logger, string connector, string commandId, Exception error);

        [LoggerMessage(3006, LogLevel.Error, "Connector {Connector}: an event could not be handled; it is a dead letter.")]
        public static partial void EventFailed(ILogger logger, string connector, Exception error);

        [LoggerMessage(3004, LogLevel.Warning, "Connector {Connector}: the event {EventId} could not be kept ({Trouble}); trying again while the session lasts.")]
        public static partial void EventNotKept(ILogger logger, string connector, string eventId, StoreTrouble trouble);
    }
}

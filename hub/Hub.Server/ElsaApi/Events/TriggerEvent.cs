using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Web;
using Hub.Server.Web.Admission;
using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.ElsaApi.Events;

/// <summary>
/// <c>POST /events/{eventName}/trigger</c> sends a named event to whoever waits for it or starts with it: an outbox row, durable
/// when the caller is answered, or at once and waited for with <c>"workflowExecutionMode": "Synchronous"</c>. An event that resumes
/// nobody is kept for ten minutes, for whoever waits for it then.
/// <c>GET /events/trigger?t=</c> does it by a signed link, once.
/// </summary>
internal static class TriggerEvent
{
    private const string Source = "hub:elsa-events";

    private static readonly LocalizedText Used = new(
        "Cette clé d'idempotence a déjà servi pour un autre événement. Prenez-en une autre.",
        "This idempotency key was used for another event. Take another one.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/events/{eventName}/trigger", PostAsync)
            .WithName("triggerEvent")
            .WithMetadata(BodyKind.Json)
            .WithBodyLimit(BodyLimits.Request)
            .WithWork(WorkClass.Running)
            .RequirePermission(Permissions.WorkflowsRun);
        api.MapGet("/events/trigger", ByLinkAsync)
            .WithName("triggerEventByLink")
            .WithWork(WorkClass.Running)
            .AllowAnonymousAccess("The signed one-time token in the address says what it may do.");
    }

    private static async Task<IResult> PostAsync(
        string eventName,
        HttpContext context,
        WorkflowSignals signals,
        IUnitOfWorkStore store,
        IInbox inbox,
        OutboxRelay relay,
        IdGenerator ids,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var key = IdempotencyKey.Of(context);
        var body = await ElsaJson.ReadBodyAsync(context, cancellationToken);
        var filter = new SignalFilter(body.Text("correlationId"), body.Text("workflowInstanceId"), body.Text("activityInstanceId"));
        var input = body.Member("input");
        var tenant = context.Caller().Tenant;
        if (string.Equals(body.Member("workflowExecutionMode").AsText(), "Synchronous", StringComparison.OrdinalIgnoreCase))
        {
            // Each receiver knows the event by the key: sent again, it reaches only those that it has not reached. A slash in the key would
            // make it look like a receiver of another event.
            var eventId = key is null ? ids.NewId() : $"{Source} {key.Replace("/", "%2F", StringComparison.Ordinal)}";
            await signals.SendEventAsync(tenant, eventName, input, filter, eventId, cancellationToken);
            return Results.Ok();
        }

        var now = clock.GetUtcNow();
        var id = ids.NewId();
        var exchange = new MessageExchange(
            new Envelope
            {
                MessageId = new(tenant, Source, key ?? id),
                Type = MessageTypes.WorkflowEvent,
                Subject = eventName,
                Time = now,
                Data = body.IsSet() ? JsonSerializer.SerializeToUtf8Bytes(body) : default,
            },
            new UnitOfWork(store),
            null);
        if (key is not null)
        {
            exchange.Unit.Add(new RecordInInbox(exchange.Envelope.MessageId, exchange.ContentHash, exchange, now));
        }

        exchange.Unit.Add(new AddToOutbox(new OutboxMessage
        {
            Id = id,
            Tenant = tenant,
            Partition = filter.InstanceId ?? id,
            Connector = BurstWriter.EventLane,
            Operation = eventName,
            IdempotencyKey = id,
            Payload = WorkflowEventChannel.Serialize(filter, input),
            CreatedAt = now,
        }));
        exchange.Unit.AfterCommit(() => relay.Wake(BurstWriter.EventLane));
        if (await exchange.Unit.CommitAsync(CancellationToken.None) == CommitResult.AlreadySeen
            && inbox.Find(exchange.Envelope.MessageId) is { } earlier && !earlier.ContentHash.AsSpan().SequenceEqual(exchange.ContentHash))
        {
            return ElsaErrors.Of(context, StatusCodes.Status409Conflict, [Used]);
        }

        return Results.Ok();
    }

    private static async Task<IResult> ByLinkAsync(HttpContext context, SignedLinks links, SignedLinkUse use, IWorkflowStore store, CancellationToken cancellationToken)
    {
        if (links.Read(context.Text("t"), LinkPurpose.TriggerEvent) is not { } link || store.FindInstance(link.InstanceId) is not { } instance)
        {
            return Results.NotFound();
        }

        var hash = Stimulus.Hash(Stimulus.Event, Stimulus.ForEvent(link.Name));
        var waiting = store.FindBookmarks(instance.Tenant, hash, instanceId: instance.Id);
        return await use.ResumeAsync(link, instance.Tenant, waiting, default, cancellationToken) ? Results.Ok() : Results.NotFound();
    }
}

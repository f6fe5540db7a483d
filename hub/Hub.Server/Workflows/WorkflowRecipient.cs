using System.Globalization;
using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Journeys;
using Hub.Server.Schemas;
using Hub.Server.Web;
using Hub.Server.Workflows.Children;
using Hub.Server.Workflows.Events;
using Hub.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>
/// Lets workflows receive messages: starts an instance, or resumes the bookmark that waits for what the message brings. A
/// signal for which nobody waits yet is kept as long as its journey is open.
/// </summary>
internal sealed class WorkflowRecipient(
    IWorkflowStore store,
    IProcedureDirectory procedures,
    ScheduledStarts schedule,
    InstanceRuns runs,
    KeptEvents events,
    EarlySignals early,
    IJourneyStore journeys,
    ICommandTitles titles,
    SchemaCatalog schemas,
    IdGenerator ids,
    TimeProvider clock,
    IServiceProvider services) : IRecipient
{
    public bool Receives(string messageType) => true;

    public ValueTask<StepResult> DeliverAsync(MessageExchange exchange, CancellationToken cancellationToken) => exchange.Envelope.Type switch
    {
        MessageTypes.RequestSubmitted => StartJourneyAsync(exchange, cancellationToken),
        MessageTypes.JourneyMessage => TakeJourneyMessageAsync(exchange, cancellationToken),
        MessageTypes.ConnectorReply => TakeReplyAsync(exchange, cancellationToken),
        MessageTypes.ConnectorEvent => TakeConnectorEventAsync(exchange, cancellationToken),
        MessageTypes.WorkflowRun or MessageTypes.HttpRequest when exchange.Caller is WorkflowStart start => StartAsync(exchange, start, cancellationToken),
        MessageTypes.WorkflowEvent when exchange.Caller is EventToKeep told => ValueTask.FromResult(events.Keep(exchange, told)),
        MessageTypes.WorkflowAlteration => AlterAsync(exchange, (AlterInstance)exchange.Caller!, cancellationToken),
        _ => ResumeByIdAsync(exchange, cancellationToken),
    };

    private async ValueTask<StepResult> StartJourneyAsync(MessageExchange exchange, CancellationToken cancellationToken)
    {
        var envelope = exchange.Envelope;
        if (procedures.Find(envelope.Tenant, envelope.Subject) is not { } procedure)
        {
            return StepResult.Refuse(ExchangeProblems.UnknownProcedure);
        }

        var now = clock.GetUtcNow();
        var journeyId = new JourneyId(ids.NewId());
        var requestId = ids.NewId();
        var handOverCode = ids.NewHandOverCode();
        var dueAt = procedure.Deadline?.DueAt(now);
        exchange.Envelope = envelope with { JourneyId = journeyId };
        exchange.Answer = ExchangeAnswer.Accepted(CitizenRequests.WriteReceipt(new(journeyId.Value, requestId)));
        exchange.Unit.Add(new StartJourney(new Journey
        {
            Id = journeyId,
            Tenant = envelope.Tenant,
            RequestId = requestId,
            Procedure = procedure.Name,
            Channel = envelope.Channel,
            State = JourneyState.Running,
            HandOverCode = handOverCode,
            CreatedAt = now,
            UpdatedAt = now,
            DueAt = dueAt,
        }));
        exchange.Unit.Add(new KeepRequest(requestId, envelope.Tenant, journeyId, procedure.Name, procedure.Schema, envelope.Channel, envelope.Data, now));

        var owner = new StoredInstanceOwner(envelope.Tenant, ids.NewId(), journeyId.Value, journeyId);
        var scope = new BurstScope(exchange, owner, services);
        scope.Tell(JourneyEventTypes.RequestReceived, "hub", JourneyTexts.Received);
        var (_, refusal) = await runs.StartAsync(
            scope,
            procedure.VersionId,
            new StartWorkflow
            {
                InstanceId = owner.InstanceId,
                CorrelationId = journeyId.Value,
                TriggerActivityId = procedure.ActivityId,
                TriggerInput = JsonValues.Object(
                    ("journeyId", JsonValues.From(journeyId.Value)),
                    ("requestId", JsonValues.From(requestId)),
                    ("channel", JsonValues.From(envelope.Channel)),
                    ("handOverCode", JsonValues.From(handOverCode)),
                    ("tenant", JsonValues.From(envelope.Tenant.Value)),
                    ("dueOn", dueAt is { } due ? JsonValues.From(LegalDeadline.LastDay(due).ToString("O", CultureInfo.InvariantCulture)) : default),
                    ("request", exchange.Payload)),
            },
            cancellationToken);
        return refusal is null ? StepResult.Continue : StepResult.Refuse(ExchangeProblems.CannotStart(refusal));
    }

    private async ValueTask<StepResult> StartAsync(MessageExchange exchange, WorkflowStart start, CancellationToken cancellationToken)
    {
        var owner = new StoredInstanceOwner(exchange.Envelope.Tenant, start.Start.InstanceId ?? ids.NewId(), start.Start.InstanceId ?? "", null);
        owner = owner with { Partition = owner.InstanceId };
        var scope = new BurstScope(exchange, owner, start.Services ?? services);
        var (instance, refusal) = await runs.StartAsync(scope, start.VersionId, start.Start, cancellationToken);
        (start.SubStatus, start.Refusal) = (instance?.SubStatus, refusal);
        if (instance is not null)
        {
            exchange.Answer = ExchangeAnswer.Accepted(start.Receipt);
        }

        return StepResult.Continue;
    }

    private async ValueTask<StepResult> TakeJourneyMessageAsync(MessageExchange exchange, CancellationToken cancellationToken)
    {
        var envelope = exchange.Envelope;
        var hash = Stimulus.Hash(StimulusNames.JourneyMessage, StimulusNames.ForMessage(envelope.Subject));
        if (HasEnded(envelope) && !early.IsAwaited(envelope.Tenant, envelope.JourneyId!.Value, hash))
        {
            return StepResult.Refuse(ExchangeProblems.JourneyEnded);
        }

        // Whoever brings it still stands there: a wrong content is told at once, with its places, and may be brought again.
        if (SchemaAwaited(envelope, hash) is { } schema && schemas.Validate(schema, envelope.Data.IsEmpty ? "null"u8.ToArray() : envelope.Data) is { Count: > 0 } errors)
        {
            return StepResult.Refuse(ExchangeProblems.InvalidPayload(schema, errors));
        }

        exchange.Unit.Add(new AppendJourneyEvent(envelope.Tenant, new(
            envelope.JourneyId!.Value,
            clock.GetUtcNow(),
            JourneyEventTypes.MessageReceived,
            "hub",
            envelope.Channel,
            new($"Message « {envelope.Subject} » reçu", $"Message '{envelope.Subject}' received"))));
        return await SignalAsync(exchange, StimulusNames.JourneyMessage, hash, cancellationToken);
    }

    // The schema that the waiting step asks for; null when nobody waits, it asks for none, or the catalogue has none of that name.
    private string? SchemaAwaited(Envelope envelope, string hash)
    {
        if (store.FindBookmarks(envelope.Tenant, hash, envelope.JourneyId!.Value) is not [var waiting, ..] || store.FindInstance(waiting.InstanceId) is not { } stored)
        {
            return null;
        }

        var schema = WorkflowInstance.Deserialize(stored.State).Bookmarks.FirstOrDefault(bookmark => bookmark.Id == waiting.Id)?.Payload.Member("schema").AsText();
        return string.IsNullOrEmpty(schema) || !schemas.Contains(schema) ? null : schema;
    }

    private async ValueTask<StepResult> TakeReplyAsync(MessageExchange exchange, CancellationToken cancellationToken)
    {
        var answer = (CommandAnswer)exchange.Caller!;
        var command = answer.Command;
        exchange.Unit.Add(new RemoveFromOutbox(command.Tenant, command.Id));
        if (command.JourneyId is { } journeyId)
        {
            var (type, summary) = JourneyTexts.OfReply(command, answer.Failure, titles.Of(command.Connector, command.Operation));
            exchange.Unit.Add(new AppendJourneyEvent(command.Tenant, new(journeyId, clock.GetUtcNow(), type, command.Connector, "system", summary)));
        }

        if (command.Connector == ChildOrders.Lane && command.Operation == ChildOrders.Start)
        {
            TellDiscarded(exchange, command);
            return StepResult.Continue;
        }

        // The command's id stands in the hash, so that nobody else can wait for it.
        var hash = Stimulus.Hash(StimulusNames.ConnectorReply, StimulusNames.ForReply(command.Id));
        var bookmarks = store.FindBookmarks(command.Tenant, hash);
        if (bookmarks.Count > 0)
        {
            return await ResumeAsync(exchange, bookmarks[0].InstanceId, bookmarks[0].Id, exchange.Payload, null, cancellationToken);
        }

        // The instance may have ended or gone another way meanwhile: then the answer only closes the command.
        if (command.JourneyId is { } journey ? early.IsAwaited(command.Tenant, journey, hash) : early.IsAwaited(command.Partition, hash))
        {
            Keep(exchange, StimulusNames.ConnectorReply, hash);
        }

        return StepResult.Continue;
    }

    // Somebody decided that a child which could not be started never will be: its parent must not wait for it for ever.
    private void TellDiscarded(MessageExchange exchange, OutboxMessage order)
    {
        var child = ChildOrders.ReadStart(order);
        var scope = new BurstScope(exchange, new StoredInstanceOwner(order.Tenant, child.InstanceId, order.Partition, order.JourneyId), services);
        if (ChildOrders.OfRefusal(child, $"The workflow {child.DefinitionId} was not started: the order to start it was discarded.", scope) is { } told)
        {
            scope.Give(told);
        }
    }

    private async ValueTask<StepResult> TakeConnectorEventAsync(MessageExchange exchange, CancellationToken cancellationToken)
    {
        var envelope = exchange.Envelope;
        var journeyId = envelope.JourneyId!.Value;
        var system = exchange.Caller is ConnectorOrigin origin ? origin.Connector : "hub";
        exchange.Unit.Add(new AppendJourneyEvent(envelope.Tenant, new(
            journeyId,
            clock.GetUtcNow(),
            JourneyEventTypes.EventReceived,
            system,
            "system",
            JourneyTexts.OfEvent(titles.Of(system, envelope.Subject)))));

        // Where nobody is left to act on it, the timeline keeps that it came.
        return HasEnded(envelope) && !early.CanGoOn(envelope.Tenant, journeyId)
            ? StepResult.Continue
            : await SignalAsync(exchange, StimulusNames.ConnectorEvent, Stimulus.Hash(StimulusNames.ConnectorEvent, StimulusNames.ForEvent(envelope.Subject, PaymentOf(envelope))), cancellationToken);
    }

    // Whoever brings a message to an ended journey is told, unless a step waits for it all the same: a workflow may close its journey
    // and go on. A system's event is told to nobody when it comes too early: it is kept as long as an instance goes on.
    private bool HasEnded(Envelope envelope) => journeys.Find(envelope.Tenant, envelope.JourneyId!.Value)?.State.HasEnded() is not false;

    private static string? PaymentOf(Envelope envelope) =>
        envelope.Subject.StartsWith("payment.", StringComparison.Ordinal) ? envelope.PaymentId : null;

    private async ValueTask<StepResult> SignalAsync(MessageExchange exchange, string name, string hash, CancellationToken cancellationToken)
    {
        var envelope = exchange.Envelope;
        var bookmarks = store.FindBookmarks(envelope.Tenant, hash, envelope.JourneyId!.Value);
        if (bookmarks.Count > 0)
        {
            return await ResumeAsync(exchange, bookmarks[0].InstanceId, bookmarks[0].Id, exchange.Payload, null, cancellationToken);
        }

        Keep(exchange, name, hash);
        return StepResult.Continue;
    }

    private void Keep(MessageExchange exchange, string name, string hash)
    {
        var envelope = exchange.Envelope;
        early.Keep(exchange.Unit, envelope.Tenant, envelope.JourneyId?.Value ?? envelope.Partition!, name, hash, envelope.Data);
    }

    // Due timers, results of outside calls and workflow events name their bookmark.
    private async ValueTask<StepResult> ResumeByIdAsync(MessageExchange exchange, CancellationToken cancellationToken)
    {
        var resume = exchange.Caller as BookmarkResume;
        if (exchange.Envelope.Type == MessageTypes.EffectDone)
        {
            exchange.Unit.Add(new ReleaseClaim(resume!.Claim!.EffectId));
            return await ResumeAsync(exchange, resume.Claim.InstanceId, resume.Claim.BookmarkId, resume.Input, resume, cancellationToken);
        }

        // A bookmark that is gone was used by whoever came first; that is not a mistake.
        return store.FindBookmark(exchange.Envelope.Subject) switch
        {
            null when resume is { IsForAnybody: true } => ComeTooLate(resume),
            null => StepResult.Continue,
            var timer when ScheduledStarts.IsOne(timer) => schedule.Take(timer, exchange.Unit) is { } start ? await StartAsync(exchange, start, cancellationToken) : StepResult.Continue,
            var bookmark => await ResumeAsync(exchange, bookmark.InstanceId, bookmark.Id, resume?.Input ?? exchange.Payload, resume, cancellationToken),
        };
    }

    // The event may find somebody else: nothing says that this one had it.
    private static StepResult ComeTooLate(BookmarkResume resume)
    {
        resume.CameTooLate = true;
        return StepResult.Stop(ExchangeAnswer.Accepted());
    }

    private async ValueTask<StepResult> ResumeAsync(
        MessageExchange exchange, string instanceId, string bookmarkId, JsonElement input, BookmarkResume? resume, CancellationToken cancellationToken)
    {
        if (runs.Find(instanceId) is not var (row, instance))
        {
            // It may have been deleted while an outside call was on its way.
            return resume?.Claim is not null
                ? StepResult.Continue
                : throw new InvalidOperationException($"The store has no instance {instanceId}, which a bookmark belongs to.");
        }

        if (resume?.Claim is not null && !instance.Bookmarks.Any(bookmark => bookmark.Id == bookmarkId))
        {
            // The instance has ended or was cancelled while the call was on its way: only the claim is left to clear.
            return StepResult.Continue;
        }

        var scope = new BurstScope(exchange, new StoredInstanceOwner(row.Tenant, row.Id, row.Partition, row.JourneyId), resume?.Services ?? services);
        if (resume?.UnknownAt is { } host)
        {
            scope.Tell(JourneyEventTypes.CallOutcomeUnknown, host, JourneyTexts.CallOutcomeUnknown);
        }

        var burst = await runs.ResumeAsync(
            scope,
            row.VersionId,
            instance,
            new ResumeBookmark { BookmarkId = bookmarkId, Input = input, FaultMessage = resume?.Fault },
            cancellationToken);
        await runs.FinishAsync(scope, [burst], row, cancellationToken);
        return StepResult.Continue;
    }

    private async ValueTask<StepResult> AlterAsync(MessageExchange exchange, AlterInstance task, CancellationToken cancellationToken)
    {
        if (runs.Find(task.InstanceId) is not { } running)
        {
            // It was deleted since somebody asked.
            return StepResult.Stop(ExchangeAnswer.Accepted());
        }

        var (row, instance) = running;
        var scope = new BurstScope(exchange, new StoredInstanceOwner(row.Tenant, row.Id, row.Partition, row.JourneyId), services);
        task.Result = await runs.AlterAsync(scope, running, task.Alterations, cancellationToken);
        if (task.Result.Burst is not { } burst)
        {
            // Nothing was changed: there is nothing to commit, neither is there anything to audit.
            return StepResult.Stop(ExchangeAnswer.Accepted());
        }

        if (row.Status == nameof(WorkflowStatus.Finished) && (task.Result.HasScheduledWork || instance.Status == WorkflowStatus.Running))
        {
            scope.Tell(JourneyEventTypes.JourneyResumed, "hub", JourneyTexts.Resumed);
        }

        await runs.FinishAsync(scope, [burst], row, cancellationToken);
        if (task.Told is { } told)
        {
            scope.Add(told(task.Result));
        }

        return StepResult.Continue;
    }
}

/// <summary>A run that somebody waits for: an Elsa execute call, an HTTP endpoint, a child workflow.</summary>
/// <param name="Services">What activities reach beside the hub's own services, such as the open HTTP exchange.</param>
internal sealed record WorkflowStart(string VersionId, StartWorkflow Start, IServiceProvider? Services)
{
    /// <summary>How the instance stood after its first burst; set once that is part of the unit of work. Null when it was not started.</summary>
    public WorkflowSubStatus? SubStatus { get; set; }

    /// <summary>What the exchange answers, now and to the same message sent again; empty where nobody asks.</summary>
    public ReadOnlyMemory<byte> Receipt { get; init; }

    /// <summary>Why the activation strategy allowed no instance; null when it did. Elsa's REST then says <c>x-elsa-workflow-cannot-start</c>.</summary>
    public LocalizedText? Refusal { get; set; }
}

/// <summary>Resumes one bookmark by its id.</summary>
/// <param name="Fault">Makes the waiting activity fail instead.</param>
/// <param name="Claim">The claim that this result releases.</param>
/// <param name="UnknownAt">The host at which a call may or may not have taken place; null when that is known.</param>
internal sealed record BookmarkResume(JsonElement Input, string? Fault = null, IServiceProvider? Services = null, ClaimedEffect? Claim = null, string? UnknownAt = null)
{
    /// <summary>Whether it is an event that somebody else may take when this bookmark is gone.</summary>
    public bool IsForAnybody { get; init; }

    /// <summary>Whether the bookmark was gone, so that nothing was done; set where <see cref="IsForAnybody"/> is.</summary>
    public bool CameTooLate { get; set; }
}

/// <summary>Keeps the citizen request itself, as it came.</summary>
public sealed record KeepRequest(
    string RequestId,
    TenantId Tenant,
    JourneyId JourneyId,
    string Procedure,
    string Schema,
    string Channel,
    ReadOnlyMemory<byte> Payload,
    DateTimeOffset At) : IChange;

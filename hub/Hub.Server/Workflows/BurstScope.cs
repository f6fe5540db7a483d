using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Journeys;
using Hub.Server.Workflows.Children;
using Hub.Server.Workflows.Http;
using Hub.Workflows.Children;
using Hub.Workflows.Http;

namespace Hub.Server.Workflows;

/// <summary>
/// What the hub's own activities reach during a burst: the journey that the instance belongs to, and the unit of work that its
/// effects join. Sending only adds to the outbox; nothing leaves before the commit.
/// </summary>
/// <param name="around">The burst in which a parent runs this instance at once; null for an instance by itself.</param>
internal sealed class BurstScope(MessageExchange exchange, StoredInstanceOwner owner, IServiceProvider services, BurstScope? around = null) : IServiceProvider
{
    // One commit and one caller's patience bound how many instances run within one burst, and how deep.
    private const int MostNested = 64;
    private const int DeepestNesting = 16;

    private readonly int depth = around is null ? 0 : around.depth + 1;
    private readonly BurstScope? around = around;
    private readonly IdGenerator ids = services.GetRequiredService<IdGenerator>();
    private readonly TimeProvider clock = services.GetRequiredService<TimeProvider>();

    public StoredInstanceOwner Owner { get; } = owner;

    public MessageExchange Exchange { get; } = exchange;

    /// <summary>Whether a parent runs this instance at once, as part of its own burst.</summary>
    public bool IsNested => around is not null;

    /// <summary>The instance for whose burst all this happens; its caller may wait for a reply.</summary>
    public string OutermostInstanceId => Outermost.Owner.InstanceId;

    /// <summary>Whether an instance within this burst asked for an outside call, which somebody's reply may depend on.</summary>
    public bool HasNestedCalls { get; private set; }

    /// <summary>The end that an activity gave to the journey in this burst; null when none did.</summary>
    public JourneyState? Closed => Outermost.closed;

    private BurstScope Outermost => around?.Outermost ?? this;

    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private JourneyState? closed;
    private int nested;

    public void Add(IChange change) => Exchange.Unit.Add(change);

    /// <summary>Whether one more instance may run within this burst; then it is counted.</summary>
    public bool TryTakeRoom() => depth < DeepestNesting && ++Outermost.nested <= MostNested;

    /// <summary>Takes an early signal; false when another instance within this burst has taken it: it is there once.</summary>
    public bool TryTake(EarlyStimulus stimulus) => Outermost.taken.Add(stimulus.Id);

    public void NoteNestedCall() => Outermost.HasNestedCalls = true;

    /// <summary>Puts a message of the hub's own into the outbox.</summary>
    public void Give(OutboxMessage message)
    {
        Add(new AddToOutbox(message));
        var relay = services.GetRequiredService<OutboxRelay>();
        Exchange.Unit.AfterCommit(() => relay.Wake(message.Connector));
    }

    /// <summary>Puts a command into the outbox.</summary>
    /// <param name="key">What makes the command the same when it is asked for again; does not depend on the attempt.</param>
    /// <returns>The command's id, which its reply will name.</returns>
    public string Send(string connector, string operation, ReadOnlyMemory<byte> payload, string key, string? paymentId = null)
    {
        var message = Order(Owner, connector, operation, payload) with { IdempotencyKey = key };
        Give(paymentId is null ? message : message with { PaymentId = paymentId });
        return message.Id;
    }

    /// <summary>A row for the outbox that goes on with what this burst's message is about. It is asked for once: its key is its id.</summary>
    /// <param name="receiver">To whom what it asks for belongs.</param>
    public OutboxMessage Order(StoredInstanceOwner receiver, string connector, string operation, ReadOnlyMemory<byte> payload)
    {
        var envelope = Exchange.Envelope;
        var id = ids.NewId();
        return new OutboxMessage
        {
            Id = id,
            Tenant = receiver.Tenant,
            Partition = receiver.Partition,
            Connector = connector,
            Operation = operation,
            IdempotencyKey = id,
            Payload = payload,
            JourneyId = receiver.JourneyId,
            CaseId = envelope.CaseId,
            PaymentId = envelope.PaymentId,
            Channel = envelope.Channel,
            TraceParent = envelope.TraceParent,
            CreatedAt = clock.GetUtcNow(),
        };
    }

    /// <summary>Tells the journey what happened. An instance without a journey has nobody to tell.</summary>
    public void Tell(string type, string system, LocalizedText summary)
    {
        if (Owner.JourneyId is { } journeyId)
        {
            Add(new AppendJourneyEvent(Owner.Tenant, new(journeyId, clock.GetUtcNow(), type, system, Exchange.Envelope.Channel, summary)));
        }
    }

    /// <summary>Ties an identifier that a system uses to the journey.</summary>
    public void AddKey(JourneyKeyKind kind, string system, string name, string value)
    {
        if (Owner.JourneyId is { } journeyId)
        {
            Add(new AddJourneyKey(Owner.Tenant, journeyId, kind, system, name, value));
            Exchange.Envelope = kind switch
            {
                JourneyKeyKind.Case => Exchange.Envelope with { CaseId = value },
                JourneyKeyKind.Payment => Exchange.Envelope with { PaymentId = value },
                _ => Exchange.Envelope,
            };
        }
    }

    /// <summary>How the journey stands: as an activity has ended it in this burst, or else as it is kept; null while it is not kept yet, and for no journey.</summary>
    public JourneyState? Stands() => Closed ?? (Owner.JourneyId is { } journeyId ? services.GetRequiredService<IJourneyStore>().Find(Owner.Tenant, journeyId)?.State : null);

    /// <summary>Ends the journey, or stops it on an incident, whatever the workflow still does. Of several ends the first counts: look at <see cref="Stands"/> before.</summary>
    /// <param name="reason">What its timeline says; null for what every such end says.</param>
    public void Close(JourneyState state, LocalizedText? reason = null)
    {
        if (Owner.JourneyId is { } journeyId)
        {
            Outermost.closed = state;
            Add(new MoveJourney(Owner.Tenant, journeyId, state, clock.GetUtcNow()));
            var (type, summary) = JourneyTexts.OfEnd(state);
            Tell(type, "hub", reason ?? summary);
        }
    }

    public object? GetService(Type serviceType) =>
        serviceType == typeof(BurstScope) ? this
        : serviceType == typeof(IHttpExchange) ? services.GetRequiredService<HttpExchanges>().Find(OutermostInstanceId)
        : serviceType == typeof(IFileShelf) ? new FileShelf(services.GetRequiredService<KeptFiles>(), services.GetRequiredService<HttpCaller>(), Owner.Tenant)
        : serviceType == typeof(IChildWorkflows) ? new BurstChildren(this, services.GetRequiredService<InstanceRuns>(), services.GetRequiredService<IDefinitionStore>(), services)
        : services.GetService(serviceType);
}

/// <summary>To whom an instance belongs.</summary>
/// <param name="Partition">Whatever is handled one after the other with it: its journey, or itself.</param>
internal sealed record StoredInstanceOwner(TenantId Tenant, string InstanceId, string Partition, JourneyId? JourneyId)
{
    /// <summary>The owner of an instance that this one starts: of the same authority and journey; without a journey it is handled by itself.</summary>
    public StoredInstanceOwner Child(string instanceId) => this with { InstanceId = instanceId, Partition = JourneyId?.Value ?? instanceId };
}

using System.Text;
using Hub.Server.Canonical.Identity;
using Hub.Server.Connectors;
using Hub.Server.Exchange;
using Hub.Server.Exchange.DeadLetters;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Journeys;
using Hub.Server.Schemas;
using Hub.Server.Storage;
using Hub.Server.Storage.Sqlite;
using Hub.Server.Web.Admission;
using Hub.Server.Workflows;
using Hub.Workflows.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hub.Server.Tests.Exchange;

/// <summary>The real exchange with the real store and workflows, on a clock that a test moves, and without any door to the outside.</summary>
internal sealed class ExchangeScope : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private readonly ServiceProvider services;

    private ExchangeScope(DirectoryInfo folder, IRecipient? recipient, IOutboundChannel[] channels)
    {
        this.folder = folder;
        var options = new HubOptions { Data = folder.FullName, Ledgers = folder.FullName };
        var registered = new ServiceCollection();
        registered.AddLogging();
        registered.AddSingleton(options);
        registered.AddSingleton<TimeProvider>(_ => Clock); // made by a factory, so that the container disposes it last
        registered.AddSingleton<IdGenerator>();
        registered.AddSingleton(Limits);
        registered.AddAdmission();
        registered.AddStorage(options);
        registered.AddSingleton<WatchedStore>();
        registered.AddSingleton<IUnitOfWorkStore>(provider => provider.GetRequiredService<WatchedStore>());
        if (recipient is not null)
        {
            registered.AddSingleton(recipient);
        }

        registered.AddExchange();
        registered.AddWorkflows();
        registered.AddSchemas();
        registered.AddConnectors();
        registered.AddSingleton(new IdentityKeys(new byte[32]));
        foreach (var channel in channels)
        {
            registered.AddSingleton(channel);
        }

        services = registered.BuildServiceProvider();
    }

    /// <param name="recipient">Comes before the workflows.</param>
    public static ExchangeScope Open(IRecipient? recipient = null, params IOutboundChannel[] channels) => new(NewFolder(), recipient, channels);

    /// <summary>Another one on a copy of what is on disk now, which is what <c>kill -9</c> leaves: nothing is closed, nothing flushed. At the same time of day.</summary>
    public ExchangeScope OpenAsACrashLeftIt()
    {
        var image = NewFolder();
        foreach (var file in folder.EnumerateFiles().Where(file => !file.Name.EndsWith("-shm", StringComparison.Ordinal)))
        {
            file.CopyTo(Path.Combine(image.FullName, file.Name));
        }

        var next = new ExchangeScope(image, null, []);
        next.Clock.Advance(Clock.GetUtcNow() - next.Clock.GetUtcNow());
        foreach (var id in next.Get<SqliteDatabase>().LatestIds())
        {
            // As the hub does when it starts: without it, what came in the same millisecond before and after the crash has no order.
            next.Get<IdGenerator>().ContinueAfter(id);
        }

        next.Get<SchemaCatalog>().Load(null);
        return next;
    }

    public static TenantId Tenant { get; } = new("213105554");

    /// <summary>Those of a small container, so that a test can reach them.</summary>
    public static LoadLimits Limits { get; } = LoadLimits.For(64 * 1024 * 1024, 2);

    public SteppingClock Clock { get; } = new();

    public WatchedStore Store => Get<WatchedStore>();

    public ExchangePipeline Pipeline => Get<ExchangePipeline>();

    public IOutbox Outbox => Get<IOutbox>();

    public IDeadLetters DeadLetters => Get<IDeadLetters>();

    public OutboxRelay Relay => Get<OutboxRelay>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public T Hosted<T>()
        where T : IHostedService => services.GetServices<IHostedService>().OfType<T>().Single();

    public IReadOnlyList<JourneyEvent> EventsOf(string journey) => Get<IJourneyStore>().Events(Tenant, new JourneyId(journey));

    public Envelope Message(string id, string data = "{}", string? journey = null, string type = FakeRecipient.Type) => new()
    {
        MessageId = new(Tenant, "test", id),
        Type = type,
        Subject = "subject",
        Time = Clock.GetUtcNow(),
        Data = Encoding.UTF8.GetBytes(data),
        JourneyId = journey is null ? null : new JourneyId(journey),
    };

    public OutboxMessage Command(string id, string partition, string connector = "grc", string? journey = null) => new()
    {
        Id = id,
        Tenant = Tenant,
        Partition = partition,
        Connector = connector,
        Operation = "openCase",
        IdempotencyKey = id,
        Payload = Encoding.UTF8.GetBytes($$"""{ "command" : "{{id}}" }"""),
        JourneyId = journey is null ? null : new JourneyId(journey),
        CreatedAt = Clock.GetUtcNow(),
    };

    /// <summary>Puts commands into the outbox in one commit and tells the relay.</summary>
    public async Task SendAsync(params OutboxMessage[] commands)
    {
        await Get<SqliteWriter>().CommitAsync([.. commands.Select(command => new AddToOutbox(command))], CancellationToken.None);
        foreach (var connector in commands.Select(command => command.Connector).Distinct())
        {
            Relay.Wake(connector);
        }
    }

    /// <summary>Starts a version of a workflow and returns its instance's id once it waits or has ended.</summary>
    public async Task<string> StartAsync(string versionId)
    {
        var id = Get<IdGenerator>().NewId();
        await Pipeline.SendAsync(
            Message(id, type: MessageTypes.WorkflowRun) with { Subject = versionId, ComesOnce = true },
            new WorkflowStart(versionId, new StartWorkflow { InstanceId = id }, null),
            CancellationToken.None);
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static DirectoryInfo NewFolder() => Directory.CreateTempSubdirectory("hub-exchange-");
}

/// <summary>Takes messages of a type of its own; its one effect is a line in a journey, so that effects can be counted.</summary>
internal sealed class FakeRecipient : IRecipient
{
    public const string Type = "test.message";
    public const string Journey = "counted";

    private int calls;

    public int Calls => Volatile.Read(ref calls);

    public bool Receives(string messageType) => messageType == Type;

    public ValueTask<StepResult> DeliverAsync(MessageExchange exchange, CancellationToken cancellationToken)
    {
        var call = Interlocked.Increment(ref calls);
        exchange.Unit.Add(new AppendJourneyEvent(exchange.Envelope.Tenant, new(
            new(Journey), exchange.Envelope.Time, JourneyEventTypes.MessageReceived, "hub", "web", new("Reçu", "Received"))));
        exchange.Answer = ExchangeAnswer.Accepted(Encoding.UTF8.GetBytes($$"""{"call":{{call}}}"""));
        return new(StepResult.Continue);
    }

    public string? PartitionOf(Envelope envelope) => null;
}

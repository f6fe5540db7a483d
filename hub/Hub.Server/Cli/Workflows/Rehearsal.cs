using System.Text.Json;
using Hub.Server.Connectors;
using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Workflows;
using Hub.Workflows.Definitions;
using Hub.Workflows.Runtime;
using Microsoft.Extensions.Hosting;

namespace Hub.Server.Cli.Workflows;

/// <summary>
/// A hub for one run: the real one on a store that is thrown away, without doors, without connectors, without outside calls, with a clock
/// that skips to whatever is waited for.
/// </summary>
internal sealed class Rehearsal : IAsyncDisposable
{
    // More turns, or times further away, than anybody wants to see.
    private const int MostTurns = 1000;
    private const int MostInstances = 1000;

    private static readonly TimeSpan Horizon = TimeSpan.FromDays(800);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly ThrowawayHub hub;
    private readonly SkippingClock clock;
    private readonly TenantId tenant;
    private readonly List<IHostedService> started = [];

    private Rehearsal(ThrowawayHub hub, TenantId tenant, SkippingClock clock, RehearsalChannel channel)
    {
        (this.hub, this.tenant, this.clock) = (hub, tenant, clock);
        Channel = channel;
    }

    public RehearsalChannel Channel { get; }

    /// <summary>When the workflow was started, in whole milliseconds as the store keeps times; what it waited for comes after.</summary>
    public DateTimeOffset Began { get; private set; }

    /// <param name="settings">The settings of this machine: schemas, manifests, tenant.</param>
    /// <param name="answers">What connectors answer (<see cref="PreparedAnswers"/>); not set for the manifests' examples only.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Rehearsal> OpenAsync(HubOptions settings, JsonElement answers, CancellationToken cancellationToken)
    {
        var clock = new SkippingClock();
        RehearsalChannel? channel = null;
        var hub = await ThrowawayHub.OpenAsync(
            settings,
            services => services.AddSingleton<TimeProvider>(clock).AddSingleton<IOutboundChannel>(provider =>
                channel = new RehearsalChannel(new Lazy<PreparedAnswers>(() => new PreparedAnswers(answers, provider.GetRequiredService<ConnectorRegistry>())), clock)),
            cancellationToken);
        var relay = hub.Get<OutboxRelay>(); // makes the channel
        var rehearsal = new Rehearsal(hub, settings.Tenant, clock, channel!);
        await rehearsal.StartAsync(relay, cancellationToken);
        await rehearsal.StartAsync(hub.Services.GetServices<IHostedService>().OfType<EffectRunner>().Single(), cancellationToken);
        return rehearsal;
    }

    public T Get<T>()
        where T : notnull => hub.Get<T>();

    /// <exception cref="CommandRefusedException">It must not be published, or cannot be loaded.</exception>
    public async Task PublishAsync(string file, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        try
        {
            var published = await Get<DefinitionPublisher>().SaveAsync(tenant, definition, publish: true, ifMatch: null, [], cancellationToken);
            if (published.Errors.Count > 0)
            {
                throw new CommandRefusedException($"{file} could not be published: {string.Join(" ", published.Errors.Select(error => error.En))}");
            }
        }
        catch (DefinitionException error)
        {
            throw new CommandRefusedException($"{file} is no workflow: {error.Message} 'hub workflow lint' checks it again.");
        }
    }

    /// <summary>Starts a published definition: with a citizen's request where that is what starts it, as its first trigger or by hand otherwise.</summary>
    /// <exception cref="CommandRefusedException">The input was refused.</exception>
    public async Task StartAsync(string definitionId, byte[] input, CancellationToken cancellationToken)
    {
        Began = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var answer = Get<IProcedureDirectory>().List(tenant).FirstOrDefault(procedure => procedure.DefinitionId == definitionId) is { } offer
            ? await Get<ExchangePipeline>().SendAsync(
                CitizenRequests.ToEnvelope(offer, tenant, null, offer.Channels.Count > 0 ? offer.Channels[0] : null, input, null, Get<IdGenerator>(), clock), null, cancellationToken)
            : await StartByHandAsync(definitionId, JsonElement.Parse(input), cancellationToken);
        if (answer.Problem is { } problem)
        {
            var places = string.Join("", problem.Errors.Select(error => $"{Environment.NewLine}  {error.InstanceLocation}: {error.Message.En}"));
            throw new CommandRefusedException($"--input was refused: {problem.Detail.En}{places}", ExitCodes.Negative);
        }
    }

    /// <summary>Lets the instances go on, from one time that they wait for to the next, until they have ended or wait for somebody.</summary>
    /// <exception cref="CommandRefusedException">What a burst asked for did not come to an end.</exception>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        var store = Get<IWorkflowStore>();
        for (var turn = 0; turn < MostTurns; turn++)
        {
            await SettleAsync(store, cancellationToken);
            var running = Instances().Where(instance => instance.Status == nameof(WorkflowStatus.Running)).Select(instance => instance.Id).ToHashSet(StringComparer.Ordinal);

            // Times at which a workflow would be started anew belong to no instance.
            if (store.DueTimers(Began + Horizon, MostInstances).FirstOrDefault(timer => running.Contains(timer.InstanceId)) is not { } next)
            {
                return;
            }

            clock.SkipTo(next.DueAt ?? clock.GetUtcNow());
            await Get<ExchangePipeline>().SendAsync(next.TimeHasCome(clock.GetUtcNow()), null, cancellationToken);
        }
    }

    /// <summary>All instances of the run, the first one first.</summary>
    public IReadOnlyList<ListedInstance> Instances() => Get<IInstanceDirectory>().List(new InstanceSearch(tenant, 0, MostInstances) { IsAscending = true }).Items;

    public IEnumerable<RecordedEntry> Journal(string instanceId) => new InstanceHistory(Get<IInstanceDirectory>()).Journal(tenant, instanceId);

    public IReadOnlyList<RecordedExecution> Executions(string instanceId) => new InstanceHistory(Get<IInstanceDirectory>()).Executions(tenant, instanceId);

    public async ValueTask DisposeAsync()
    {
        foreach (var service in started)
        {
            await service.StopAsync(CancellationToken.None);
        }

        await hub.DisposeAsync();
    }

    private async Task StartAsync(IHostedService service, CancellationToken cancellationToken)
    {
        await service.StartAsync(cancellationToken);
        started.Add(service);
    }

    private async Task<ExchangeAnswer> StartByHandAsync(string definitionId, JsonElement input, CancellationToken cancellationToken)
    {
        if (input.ValueKind != JsonValueKind.Object)
        {
            throw new CommandRefusedException("--input: a JSON object with the workflow's inputs was expected.");
        }

        var version = Get<IDefinitionStore>().FindPublished(tenant, definitionId)!; // published just before
        var instanceId = Get<IdGenerator>().NewId();

        // A call of an HTTP route cannot be made up; whatever else starts it has happened, with the input as what it brought.
        var trigger = Get<GraphCache>().Get(version.VersionId).Triggers.FirstOrDefault(candidate => candidate.ActivityType != "Elsa.HttpEndpoint");
        var start = new WorkflowStart(
            version.VersionId,
            new StartWorkflow
            {
                InstanceId = instanceId,
                Input = input.EnumerateObject().ToDictionary(member => member.Name, member => member.Value),
                TriggerActivityId = trigger?.ActivityId,
                TriggerInput = trigger is null ? default : input,
            },
            null);
        var answer = await Get<ExchangePipeline>().SendAsync(
            new Envelope
            {
                MessageId = new(tenant, "hub:cli", instanceId),
                Type = MessageTypes.WorkflowRun,
                Subject = definitionId,
                Time = clock.GetUtcNow(),
                Partition = instanceId,
                ComesOnce = true,
            },
            start,
            cancellationToken);
        return start.Refusal is null ? answer : throw new CommandRefusedException($"the workflow cannot start: {start.Refusal.En}", ExitCodes.Negative);
    }

    // Until nothing is on its way any more, inside the hub or out of it.
    private async Task SettleAsync(IWorkflowStore store, CancellationToken cancellationToken)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (Get<IOutbox>().ConnectorsWithWork().Count > 0 || store.Claims("", 1).Count > 0)
        {
            if (TimeProvider.System.GetElapsedTime(deadline) > Patience)
            {
                throw new CommandRefusedException($"what the workflow sent was not settled within {Patience.TotalSeconds} s. Is the machine very busy? Try again.");
            }

            await Task.Delay(Look, cancellationToken);
        }
    }
}

using System.Text.Json;
using System.Threading.Channels;
using Hub.Server.Web;
using Hub.Workflows;
using Hub.Workflows.Runtime.Alterations;

namespace Hub.Server.Workflows.Alterations;

/// <summary>
/// Carries out plans of alterations, one plan after the other, some instances of it side by side. Each job is done in the commit that
/// alters its instance: after a kill, the next start goes on with the jobs that are left and does none of them twice.
/// </summary>
internal sealed partial class AlterationPlanRunner(
    IAlterationPlans plans, InstanceAlterations altering, IUnitOfWorkStore store, TimeProvider clock, ILogger<AlterationPlanRunner> logger) : BackgroundService
{
    // Enough for the writer to commit them together; whoever works on the hub meanwhile still has most of it.
    private const int SideBySide = 8;

    private const int PageSize = 256;

    private static readonly TimeSpan TimeKept = TimeSpan.FromDays(90);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There is a plan to carry out.</summary>
    public void Wake() => bell.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Wake();
        try
        {
            await foreach (var _ in bell.Reader.ReadAllAsync(stoppingToken))
            {
                try
                {
                    while (plans.NextOpen() is { } plan)
                    {
                        await RunAsync(plan, stoppingToken);
                    }
                }
                catch (StoreUnavailableException error)
                {
                    Log.Waiting(logger, error.Trouble);
                    await Task.Delay(Pause, clock, stoppingToken);
                    Wake();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The hub is stopping.
        }
    }

    private async Task RunAsync(AlterationPlan plan, CancellationToken cancellationToken)
    {
        await store.CommitAsync([new StartAlterationPlan(plan.Tenant, plan.Id, clock.GetUtcNow())], cancellationToken);
        var alterations = Read(plan);
        var after = 0;
        while (plans.Pending(plan, after, PageSize) is { Count: > 0 } jobs)
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(jobs, options, async (job, token) => await RunAsync(plan, alterations, job, token));
            after = jobs[^1].Number;
        }

        var now = clock.GetUtcNow();
        await store.CommitAsync([new EndAlterationPlan(plan.Tenant, plan.Id, now), new ForgetAlterationPlans(now - TimeKept)], cancellationToken);
        Log.Done(logger, plan.Id);
    }

    private async ValueTask RunAsync(AlterationPlan plan, IReadOnlyList<Alteration> alterations, AlterationJob job, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetUtcNow();
        AlterationResult result;
        try
        {
            var audit = new AuditEntry { At = startedAt, Tenant = plan.Tenant.Value, Actor = plan.Actor, Action = AuditCatalog.WorkflowAltered, Subject = job.InstanceId };
            result = await altering.AlterAsync(plan.Tenant, job.InstanceId, alterations, [audit], End, cancellationToken);
            if (result.Burst is not null)
            {
                return;
            }
        }
        catch (Exception error) when (error is not (OperationCanceledException or StoreUnavailableException))
        {
            // Instances come in every state; one that cannot be altered at all does not hold up the others.
            Log.Failed(logger, error, plan.Id, job.InstanceId);
            result = new AlterationResult(null, [new AlterationLogEntry("The instance could not be altered; the hub's log says more.", true, clock.GetUtcNow(), "")], false);
        }

        await store.CommitAsync([End(result)], cancellationToken);

        IChange End(AlterationResult outcome) => new EndAlterationJob(plan.Tenant, plan.Id, job with
        {
            Status = outcome.Burst is null ? AlterationJobStatus.Failed : AlterationJobStatus.Completed,
            Log = Write(outcome.Log),
            StartedAt = startedAt,
            CompletedAt = clock.GetUtcNow(),
        });
    }

    // It was read once before it was kept.
    private static Alteration[] Read(AlterationPlan plan) => [.. JsonValues.Parse(plan.Alterations.Span).EnumerateArray().Select(Alteration.Parse)];

    private static byte[] Write(IReadOnlyList<AlterationLogEntry> log) => JsonSerializer.SerializeToUtf8Bytes(log.Select(entry => new
    {
        message = entry.Message,
        logLevel = entry.IsError ? "Error" : "Information",
        timestamp = entry.Timestamp,
        eventName = entry.EventName.Length == 0 ? null : entry.EventName,
    }));

    private static partial class Log
    {
        [LoggerMessage(5601, LogLevel.Information, "Plan {PlanId} of alterations is carried out.")]
        public static partial void Done(ILogger logger, string planId);

        [LoggerMessage(5602, LogLevel.Error, "Plan {PlanId} of alterations failed on workflow instance {InstanceId}.")]
        public static partial void Failed(ILogger logger, Exception error, string planId, string instanceId);

        [LoggerMessage(5603, LogLevel.Warning, "Plans of alterations wait for the store ({Trouble}); trying again in five seconds.")]
        public static partial void Waiting(ILogger logger, StoreTrouble trouble);
    }
}

using System.Diagnostics;
using System.Text.Json;
using Hub.Benchmarks.Journey;
using Hub.Benchmarks.Measuring;
using Hub.Server;
using Hub.Server.Exchange;
using Hub.Server.Storage.Sqlite;
using Hub.Server.Workflows;
using Hub.Workflows.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Benchmarks.Store;

/// <summary>The hub's own parts in this process, on a store of their own, with no door open: what the store and the engine cost without HTTP.</summary>
internal sealed class HubInside : IAsyncDisposable
{
    public const int StepsOfWorkflow = 5;

    private const string Definition = "bench-steps";

    private readonly WebApplication app;
    private readonly string versionId;
    private readonly Dictionary<string, JsonElement> input;
    private long fileBefore;
    private long workflows;

    private HubInside(WebApplication app, string versionId)
    {
        this.app = app;
        this.versionId = versionId;
        var payload = TrialRequests.All()[0];
        PayloadBytes = payload.Length;
        input = new() { ["request"] = JsonElement.Parse(payload) };
    }

    public static TenantId Tenant { get; } = new(Server.Security.Siren.Fictitious);

    public IServiceProvider Services => app.Services;

    /// <summary>Of the document that each workflow is given.</summary>
    public int PayloadBytes { get; }

    public static async Task<HubInside> OpenAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        var app = await BuildAsync(run.NewFolder("store"), Path.Combine(Repository.Benchmarks, "Store", "definitions"), cancellationToken);
        var version = app.Services.GetRequiredService<IDefinitionStore>().FindPublished(TenantIds.Shared, Definition)
            ?? throw new BenchmarkRefusedException($"the definition {Definition} was not published.");
        return new HubInside(app, version.VersionId);
    }

    /// <summary>The hub's parts on a data folder, its definitions published, nothing started: no door, no timers, no relay.</summary>
    /// <param name="workflows">A folder of definitions.</param>
    public static async Task<WebApplication> BuildAsync(string data, string workflows, CancellationToken cancellationToken)
    {
        var loopback = new Uri("http://127.0.0.1:0");
        var options = new HubOptions
        {
            Data = data,
            Ledgers = data,
            Http = loopback,
            Grpc = loopback,
            Management = loopback,
            BootstrapKey = Sides.HubSide.AdministratorKey,
            Workflows = workflows,
        };
        var app = HubServer.Build(options, isQuiet: true);
        await HubServer.PrepareAsync(app.Services, options, cancellationToken);
        return app;
    }

    /// <summary>Runs workflows of five steps through the one door, each durable when its call returns.</summary>
    public async Task<StepRates> StepsAsync(int sideBySide, TimeSpan duration)
    {
        var pipeline = Services.GetRequiredService<ExchangePipeline>();
        var ids = Services.GetRequiredService<IdGenerator>();
        var processId = Environment.ProcessId;
        if (workflows == 0)
        {
            fileBefore = FileBytes();
        }

        var (cpu, written, allocated) = (ProcessUsage.CpuSeconds(processId), ProcessUsage.WrittenBytes(processId), GC.GetTotalAllocatedBytes());
        var begin = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, sideBySide).Select(_ => Task.Run(async () =>
        {
            var count = 0L;
            for (; Stopwatch.GetElapsedTime(begin) < duration; count++)
            {
                await RunWorkflowAsync(pipeline, ids);
            }

            return count;
        })));
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        workflows += counts.Sum();
        var steps = counts.Sum() * StepsOfWorkflow;
        return new StepRates(
            steps / seconds,
            (ProcessUsage.CpuSeconds(processId) - cpu) * 1e6 / steps,
            (double)(GC.GetTotalAllocatedBytes() - allocated) / steps,
            (double)(ProcessUsage.WrittenBytes(processId) - written) / steps);
    }

    /// <summary>What the store keeps of the workflows that were run: the rows' own bytes for each step, and the file's growth for each workflow.</summary>
    public (double PerStep, double FilePerWorkflow) StoredBytes() => Services.GetRequiredService<SqliteDatabase>().Read(session =>
    {
        var rows = session.First("SELECT (SELECT SUM(LENGTH(records)) FROM bursts) + (SELECT SUM(LENGTH(state)) FROM instances), (SELECT COUNT(*) FROM instances)", row => (Bytes: row.GetInt64(0), Count: row.GetInt64(1)));
        return ((double)rows.Bytes / (rows.Count * StepsOfWorkflow), (double)(FileBytes() - fileBefore) / rows.Count);
    });

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task RunWorkflowAsync(ExchangePipeline pipeline, IdGenerator ids)
    {
        var start = new WorkflowStart(versionId, new StartWorkflow { InstanceId = ids.NewId(), Input = input }, null);
        var answer = await pipeline.SendAsync(
            new Envelope
            {
                MessageId = new(Tenant, "bench", ids.NewId()),
                Type = MessageTypes.WorkflowRun,
                Subject = versionId,
                Time = TimeProvider.System.GetUtcNow(),
            },
            start,
            CancellationToken.None);
        if (!answer.IsAccepted || start.SubStatus != WorkflowSubStatus.Finished)
        {
            throw new BenchmarkRefusedException($"a workflow of five steps did not finish: {start.SubStatus?.ToString() ?? answer.Problem?.ToString()}");
        }
    }

    private long FileBytes() => Services.GetRequiredService<SqliteDatabase>().Read(session =>
        session.First("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", row => row.GetInt64(0)));
}

/// <summary>All but the first are for one step.</summary>
internal sealed record StepRates(double PerSecond, double CpuMicroseconds, double AllocatedBytes, double WrittenBytes);

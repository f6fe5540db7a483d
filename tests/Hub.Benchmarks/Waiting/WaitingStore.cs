using System.Diagnostics;
using System.Text.Json;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Store;
using Hub.Server;
using Hub.Server.Exchange;
using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Benchmarks.Waiting;

/// <summary>
/// A data folder in which instances wait. They come there by the hub's own one door, run by the engine, each durable when its call
/// returns; only HTTP is left out, so that a million of them takes minutes. Nothing else of the hub runs meanwhile: no timer wakes.
/// </summary>
internal sealed class WaitingStore : IAsyncDisposable
{
    /// <summary>Waits for <see cref="Event"/> again and again: however often it is resumed, it goes on waiting.</summary>
    public const string Loop = "bench-wait";

    /// <summary>Waits for <see cref="OnceEvent"/> and ends.</summary>
    public const string Once = "bench-once";

    /// <summary>Waits until its input <c>due</c> and ends.</summary>
    public const string Until = "bench-until";

    /// <summary>Runs one step as often as its input <c>turns</c> says, in one burst.</summary>
    public const string Turns = "bench-turns";

    public const string Event = "bench-go";
    public const string OnceEvent = "bench-once";

    private const int SideBySide = 512;

    private readonly WebApplication app;
    private readonly ExchangePipeline pipeline;
    private readonly WorkflowSignals signals;
    private readonly IDefinitionStore definitions;
    private readonly IdGenerator ids;

    private WaitingStore(WebApplication app)
    {
        this.app = app;
        pipeline = app.Services.GetRequiredService<ExchangePipeline>();
        signals = app.Services.GetRequiredService<WorkflowSignals>();
        definitions = app.Services.GetRequiredService<IDefinitionStore>();
        ids = app.Services.GetRequiredService<IdGenerator>();
    }

    public static async Task<WaitingStore> OpenAsync(string data, CancellationToken cancellationToken) =>
        new(await HubInside.BuildAsync(data, Path.Combine(Repository.Benchmarks, "Waiting", "definitions"), cancellationToken));

    /// <summary>The correlation of an instance. Neighbours in number are none in the store's index, as with the numbers that applications give.</summary>
    public static string KeyOf(int number) => Machine.Text($"D-{unchecked((uint)number * 2654435761u):x8}");

    /// <summary>Starts instances that wait, those of a range of numbers.</summary>
    public Task<Cost> StartWaitingAsync(string definition, Range numbers, CancellationToken cancellationToken) =>
        StartAsync(definition, numbers, KeyOf, _ => null, WorkflowSubStatus.Suspended, cancellationToken);

    /// <summary>Starts instances that wait for the clock; the correlation of each is when it is due, in milliseconds since 1970.</summary>
    public Task<Cost> StartTimersAsync(Range numbers, Func<int, DateTimeOffset> due, CancellationToken cancellationToken) => StartAsync(
        Until,
        numbers,
        number => Machine.Text($"{due(number).ToUnixTimeMilliseconds()}"),
        number => new() { ["due"] = JsonValues.From(due(number)) },
        WorkflowSubStatus.Suspended,
        cancellationToken);

    /// <summary>Runs one workflow of so many turns to its end.</summary>
    public Task<Cost> RunTurnsAsync(int turns, int times, CancellationToken cancellationToken) =>
        StartAsync(Turns, ..times, _ => null, _ => new() { ["turns"] = JsonValues.From(turns) }, WorkflowSubStatus.Finished, cancellationToken, sideBySide: 1);

    /// <summary>Resumes instances of <see cref="Loop"/> by their correlation, some side by side; each is durable before the next of its line.</summary>
    public Task<Cost> ResumeAsync(IReadOnlyList<int> numbers, int sideBySide, CancellationToken cancellationToken) =>
        MeasureAsync(numbers.Count, sideBySide, index => ResumeAsync(numbers[index], cancellationToken));

    /// <summary>Resumes a few instances of <see cref="Loop"/>, side by side, each so many times. The cost is that of one resume.</summary>
    public async Task<Cost> ResumeEachAsync(Range numbers, int times, CancellationToken cancellationToken)
    {
        var (first, count) = (numbers.Start.Value, numbers.End.Value - numbers.Start.Value);
        var cost = await MeasureAsync(count, count, async index =>
        {
            for (var time = 0; time < times; time++)
            {
                await ResumeAsync(first + index, cancellationToken);
            }
        });
        return new Cost(cost.PerSecond * times, cost.CpuMicroseconds / times, cost.AllocatedBytes / times);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private Task<Cost> StartAsync(
        string definition,
        Range numbers,
        Func<int, string?> correlation,
        Func<int, Dictionary<string, JsonElement>?> input,
        WorkflowSubStatus expected,
        CancellationToken cancellationToken,
        int sideBySide = SideBySide)
    {
        var version = definitions.FindPublished(TenantIds.Shared, definition)?.VersionId ?? throw new BenchmarkRefusedException($"the definition {definition} was not published.");
        return MeasureAsync(
            numbers.End.Value - numbers.Start.Value,
            sideBySide,
            async index =>
            {
                var number = numbers.Start.Value + index;
                var start = new WorkflowStart(version, new StartWorkflow { InstanceId = ids.NewId(), CorrelationId = correlation(number), Input = input(number) ?? [] }, null);
                var answer = await pipeline.SendAsync(
                    new Envelope
                    {
                        MessageId = new(HubInside.Tenant, "bench", ids.NewId()),
                        Type = MessageTypes.WorkflowRun,
                        Subject = version,
                        ComesOnce = true,
                        Time = TimeProvider.System.GetUtcNow(),
                    },
                    start,
                    cancellationToken);
                if (!answer.IsAccepted || start.SubStatus != expected)
                {
                    throw new BenchmarkRefusedException($"a workflow {definition} is not {expected}: {start.SubStatus?.ToString() ?? answer.Problem?.ToString()}");
                }
            });
    }

    private async Task ResumeAsync(int number, CancellationToken cancellationToken)
    {
        var received = await signals.SendEventAsync(HubInside.Tenant, Event, default, new SignalFilter(KeyOf(number), null), ids.NewId(), cancellationToken);
        if (received != 1)
        {
            throw new BenchmarkRefusedException(Machine.Text($"the event for {KeyOf(number)} reached {received} workflows instead of the one that waits for it."));
        }
    }

    private static async Task<Cost> MeasureAsync(int count, int sideBySide, Func<int, Task> one)
    {
        var next = -1;
        var (cpu, allocated, begin) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, Math.Min(sideBySide, count)).Select(_ => Task.Run(async () =>
        {
            for (var index = Interlocked.Increment(ref next); index < count; index = Interlocked.Increment(ref next))
            {
                await one(index);
            }
        })));
        return new Cost(
            count / Stopwatch.GetElapsedTime(begin).TotalSeconds,
            (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / count,
            (double)(GC.GetTotalAllocatedBytes() - allocated) / count);
    }
}

/// <summary>All but the rate are for one operation.</summary>
internal sealed record Cost(double PerSecond, double CpuMicroseconds, double AllocatedBytes);

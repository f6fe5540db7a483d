using System.Diagnostics;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;
using Xunit.Abstractions;

namespace Hub.Workflows.Tests.Runtime;

public sealed class CostTests(ITestOutputHelper output)
{
    private static readonly string FiveSteps = Json.Sequence("s", [.. Enumerable.Range(1, 5).Select(number => Json.Line($"l{number}", $"line {number}"))]);

    [Fact]
    public async Task Start_FiveStepsInMemory_AllocatesAtMostFourKilobytes()
    {
        var engine = new TestEngine();
        var runner = new WorkflowRunner(engine.Clock, new OneId());
        var graph = engine.Compile(FiveSteps);
        var start = new StartWorkflow { InstanceId = "i" };
        await RunAsync(runner, graph, start, 2_000);

        var clock = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        await RunAsync(runner, graph, start, 10_000);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 10_000;

        // The time is told, not judged: the machine is shared. Allocations are exact.
        output.WriteLine($"5 steps in memory: {bytes} bytes, {clock.Elapsed.TotalMicroseconds / 10_000:F1} µs wall.");
        Assert.True(bytes <= 4096, $"A five-step workflow allocates {bytes} bytes.");
    }

    [Fact]
    public async Task Start_TwiceTheSteps_AllocatesAboutTwice()
    {
        var engine = new TestEngine(new RunnerOptions { MaxExecutionsPerBurst = 100_000 });
        async Task<long> MeasureAsync(int steps)
        {
            var graph = engine.Compile(Json.Flowchart("f", [.. Enumerable.Range(0, steps).Select(number => Json.Line($"l{number}", "x"))], [.. Enumerable.Range(1, steps - 1).Select(number => $"l{number - 1}>l{number}")]));
            var runner = new WorkflowRunner(engine.Clock, new OneId(), new RunnerOptions { MaxExecutionsPerBurst = 100_000 });
            await RunAsync(runner, graph, new StartWorkflow { InstanceId = "i" }, 1);
            var before = GC.GetAllocatedBytesForCurrentThread();
            await RunAsync(runner, graph, new StartWorkflow { InstanceId = "i" }, 1);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        var (small, large) = (await MeasureAsync(1_000), await MeasureAsync(8_000));

        Assert.True(large <= small * 9.5, $"1,000 steps take {small} bytes, 8,000 take {large}: more than in proportion.");
    }

    // Nothing in these workflows waits, so all of it runs on this thread, whose allocations are counted.
    private static async Task RunAsync(WorkflowRunner runner, WorkflowGraph graph, StartWorkflow start, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var burst = await runner.StartAsync(graph, start, null, CancellationToken.None);
            if (burst.Instance.SubStatus != WorkflowSubStatus.Finished)
            {
                throw new InvalidOperationException("The workflow did not finish.");
            }
        }
    }

    private sealed class OneId : IIdGenerator
    {
        public string NewId() => "0000000000000001";
    }
}

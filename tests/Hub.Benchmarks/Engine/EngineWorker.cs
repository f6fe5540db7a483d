using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Benchmarks.Sides;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Definitions;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Benchmarks.Engine;

/// <summary>Our side of <see cref="EngineBenchmark"/>: one Elsa definition of five steps, compiled once, run as often as a line says.</summary>
internal static class EngineWorker
{
    public static Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var steps = string.Join(',', Enumerable.Range(1, 5).Select(number => $$$"""
            {"id":"line{{{number}}}","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"line {{{number}}}"} } }
            """));
        var definition = WorkflowDefinition.Parse(Encoding.UTF8.GetBytes($$$"""
            {"id":"v1","definitionId":"five","name":"five","version":1,"root":{"id":"sequence","type":"Elsa.Sequence","version":1,"activities":[{{{steps}}}]}}
            """));
        var graph = new WorkflowCompiler(ActivityRegistry.CreateDefault()).Compile(definition);
        var runner = new WorkflowRunner(TimeProvider.System, new Numbers());
        var start = new StartWorkflow { InstanceId = "instance" };
        return WorkerProgram.ServeAsync(
            async line =>
            {
                var count = int.Parse(line, CultureInfo.InvariantCulture);
                var (cpu, allocated) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
                var begin = Stopwatch.GetTimestamp();
                for (var number = 0; number < count; number++)
                {
                    var burst = await runner.StartAsync(graph, start, null, cancellationToken);
                    if (burst.Instance.SubStatus != WorkflowSubStatus.Finished)
                    {
                        throw new InvalidOperationException("A workflow of five steps did not finish.");
                    }
                }

                return JsonSerializer.Serialize(
                    new EngineCost(
                        count / Stopwatch.GetElapsedTime(begin).TotalSeconds,
                        (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / count,
                        (double)(GC.GetTotalAllocatedBytes() - allocated) / count),
                    JsonSerializerOptions.Web);
            },
            cancellationToken);
    }

    // The engine's ids cost the host what the host's generator costs; here they cost nothing on either side.
    private sealed class Numbers : IIdGenerator
    {
        private long last;

        public string NewId() => (++last).ToString("x16", CultureInfo.InvariantCulture);
    }
}

using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Sides;
using Hub.Benchmarks.Waiting;

namespace Hub.Benchmarks.Growth;

/// <summary>How the hub's start, and one start of a workflow by HTTP, grow with the number of published definitions, each with a path of its own.</summary>
internal static class DefinitionGrowth
{
    private const int Connections = 16;

    private static readonly int[] Sizes = [10, 20, 40, 80, 160, 320, 640, 1000];

    public static async Task MeasureAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        var cores = Cores.First;
        var body = Path.Combine(run.Folder, "empty.jsonl");
        await File.WriteAllTextAsync(body, "{}\n", cancellationToken);
        var (imports, starts, answers) = (new List<(double, double)>(), new List<(double, double)>(), new List<(double, double)>());
        foreach (var size in run.IsQuick ? Sizes[..^2] : Sizes)
        {
            var (workflows, data) = (Write(run, size), run.NewFolder("definitions-data"));
            var settings = new Dictionary<string, string>(WaitingScene.Settings) { ["HUB__WORKFLOWS"] = workflows };
            await using (var first = await HubSide.StartAsync(run, cores, settings, http, cancellationToken, data))
            {
                imports.Add((size, ProcessUsage.CpuSeconds(first.Program.Id) * 1e6));
            }

            await using var hub = await HubSide.StartAsync(run, cores, settings, http, cancellationToken, data);
            starts.Add((size, ProcessUsage.CpuSeconds(hub.Program.Id) * 1e6));

            run.Say(Machine.Text($"{size:N0} definitions: ready in {hub.StartTime.TotalSeconds:0.00} s"));

            // The last that was published, so that whoever looks through all of them is seen.
            var url = new Uri(hub.Http, Machine.Text($"/workflows/bench/paths/{size - 1}"));
            Task<WrkResult> PlayAsync() => Wrk.RunAsync(url, body, Connections, run.Slice, cores, hub.Program, run.Folder, cancellationToken);
            await Wrk.WarmUpAsync(PlayAsync, run.IsQuick);
            await PlayAsync();
            answers.Add((size, Spread.Of([(await PlayAsync()).CpuMicroseconds, (await PlayAsync()).CpuMicroseconds, (await PlayAsync()).CpuMicroseconds]).Median));
        }

        CostGrowth.Report(run, "the first start, which imports N definitions", "definitions", imports, isWhole: true);
        CostGrowth.Report(run, "a later start with N definitions", "definitions", starts, isWhole: true);
        CostGrowth.Report(run, "a workflow started by HTTP", "published paths", answers);
    }

    private static string Write(BenchmarkRun run, int count)
    {
        var folder = run.NewFolder("definitions");
        for (var number = 0; number < count; number++)
        {
            File.WriteAllText(Path.Combine(folder, Machine.Text($"path-{number:0000}.json")), Machine.Text($$"""
                {
                  "id": "bench-path-{{number}}-v1", "definitionId": "bench-path-{{number}}", "name": "Chemin {{number}}", "version": 1,
                  "root": {
                    "id": "sequence", "type": "Elsa.Sequence", "version": 1,
                    "activities": [
                      {
                        "id": "received", "type": "Elsa.HttpEndpoint", "version": 1, "customProperties": { "canStartWorkflow": true },
                        "path": { "typeName": "String", "expression": { "type": "Literal", "value": "bench/paths/{{number}}" } },
                        "supportedMethods": { "typeName": "String[]", "expression": { "type": "Object", "value": "[\"POST\"]" } }
                      },
                      {
                        "id": "answer", "type": "Elsa.WriteHttpResponse", "version": 1,
                        "content": { "typeName": "Object", "expression": { "type": "Literal", "value": "done" } }
                      }
                    ]
                  }
                }
                """));
        }

        return folder;
    }
}

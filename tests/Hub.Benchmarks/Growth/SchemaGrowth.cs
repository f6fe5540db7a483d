using Hub.Benchmarks.Load;
using Hub.Benchmarks.Measuring;
using Hub.Benchmarks.Sides;
using Hub.Benchmarks.Waiting;

namespace Hub.Benchmarks.Growth;

/// <summary>How the hub's start, and one document checked by HTTP, grow with the number of shared schemas, each of which refers to the one before it.</summary>
internal static class SchemaGrowth
{
    private const int Connections = 16;

    private static readonly int[] Sizes = [10, 20, 40, 80, 160, 320, 640, 1000];

    public static async Task MeasureAsync(BenchmarkRun run, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        var cores = Cores.First;
        var body = Path.Combine(run.Folder, "person.jsonl");
        await File.WriteAllTextAsync(body, """{"name":"Martin","born":"1987-04-30","email":"a.martin@example.org","children":[{"name":"Zoé"},{"name":"Luc"}]}""" + "\n", cancellationToken);
        var (starts, checks) = (new List<(double, double)>(), new List<(double, double)>());
        foreach (var size in run.IsQuick ? Sizes[..^2] : Sizes)
        {
            var settings = new Dictionary<string, string>(WaitingScene.Settings) { ["HUB__SCHEMAS"] = Write(run, size) };
            await using var hub = await HubSide.StartAsync(run, cores, settings, http, cancellationToken);
            starts.Add((size, ProcessUsage.CpuSeconds(hub.Program.Id) * 1e6));
            run.Say(Machine.Text($"{size:N0} schemas: ready in {hub.StartTime.TotalSeconds:0.00} s"));

            var url = new Uri(hub.Http, Machine.Text($"/api/schemas/bench.person-{size - 1:0000}/validate"));
            Task<WrkResult> PlayAsync() => Wrk.RunAsync(url, body, Connections, run.Slice, cores, hub.Program, run.Folder, cancellationToken, $"ApiKey {HubSide.AdministratorKey}");
            await Wrk.WarmUpAsync(PlayAsync, run.IsQuick);
            checks.Add((size, Spread.Of([(await PlayAsync()).CpuMicroseconds, (await PlayAsync()).CpuMicroseconds, (await PlayAsync()).CpuMicroseconds]).Median));
        }

        CostGrowth.Report(run, "a start with N schemas", "schemas", starts, isWhole: true);
        CostGrowth.Report(run, "a document checked by HTTP", "schemas", checks);
    }

    private static string Write(BenchmarkRun run, int count)
    {
        var folder = run.NewFolder("schemas");
        for (var number = 0; number < count; number++)
        {
            // Ten refer to one another, and the next ten to themselves.
            var child = number % 10 == 0 ? "#" : Machine.Text($"urn:hub:schema:bench:person-{number - 1:0000}:1.0.0");
            var place = Path.Combine(folder, "bench", Machine.Text($"person-{number:0000}"), "v1");
            Directory.CreateDirectory(place);
            File.WriteAllText(Path.Combine(place, "schema.json"), Machine.Text($$"""
                {
                  "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:hub:schema:bench:person-{{number:0000}}:1.0.0",
                  "title": "Personne {{number}}", "type": "object", "required": ["name"], "additionalProperties": false,
                  "properties": {
                    "name": { "type": "string", "minLength": 1, "maxLength": 80 }, "born": { "type": "string", "format": "date" }, "email": { "type": "string", "format": "email" },
                    "children": { "type": "array", "maxItems": 20, "items": { "$ref": "{{child}}" } }
                  }
                }
                """));
        }

        return folder;
    }
}

using System.Globalization;
using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Properties;

/// <summary>
/// Made-up families of workflows that dispatch, execute and bulk-dispatch one another: whatever the order in which starts, ends and
/// events are delivered, each child is started once, each parent goes on once for each, and everything ends.
/// </summary>
public sealed class AnyFamilyTests
{
    private const int MostInstances = 400;

    [Fact]
    public async Task Family_DeliveredInAnyOrder_EndsWithEveryChildOnce()
    {
        var count = Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1" ? 20_000 : 150;
        for (var seed = 1; seed <= count; seed++)
        {
            var random = new Random(seed);
            var family = new Family { ThroughStore = seed % 2 == 0 };
            var expected = MakeDefinitions(family, random, out var root);
            if (expected.Values.Sum() > MostInstances)
            {
                continue;
            }

            await family.RunAsync(root);
            await family.SettleAsync(random, answers: true);

            foreach (var (definition, instances) in expected)
            {
                Assert.True(instances == family.CountOf(definition), $"seed {seed}: {definition} has {family.CountOf(definition)} instances instead of {instances}.");
            }

            var open = family.Instances.Values.Where(instance => instance.SubStatus != WorkflowSubStatus.Finished).Select(instance => $"{instance.DefinitionId} {instance.SubStatus} {string.Join(" ", instance.Incidents.Select(incident => incident.Message))}");
            Assert.True(!open.Any(), $"seed {seed}: {string.Join(", ", open)}");
        }
    }

    // Each definition starts earlier ones only, so that every family ends. Returns how many instances each must have.
    private static Dictionary<string, int> MakeDefinitions(Family family, Random random, out string root)
    {
        var names = Enumerable.Range(0, random.Next(2, 6)).Select(i => $"w{i}").ToArray();
        var starts = new List<Dictionary<int, int>>();
        for (var i = 0; i < names.Length; i++)
        {
            var own = new Dictionary<int, int>();
            var steps = Enumerable.Range(0, random.Next(1, 4)).Select(step => MakeStep(step, i, own, random)).ToArray();
            starts.Add(own);
            family.Publish(names[i], random.Next(2) == 0 ? Json.Sequence("s", steps) : $$"""{"id":"par","type":"Elsa.Parallel","version":1,"activities":[{{string.Join(',', steps)}}]}""");
        }

        var counts = new int[names.Length];
        counts[^1] = 1;
        for (var i = names.Length - 1; i >= 0; i--)
        {
            foreach (var (child, times) in starts[i])
            {
                counts[child] += counts[i] * times;
            }
        }

        root = names[^1];
        return names.Select((name, i) => (name, counts[i])).ToDictionary();
    }

    private static string MakeStep(int step, int definition, Dictionary<int, int> starts, Random random)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"a{step}");
        var kind = random.Next(definition == 0 ? 2 : 6);
        if (kind < 2)
        {
            return kind == 0 ? Json.Line(id, id) : Json.Event(id, "go");
        }

        var child = random.Next(definition);
        var wait = random.Next(3) > 0;
        var times = kind == 5 ? random.Next(0, 4) : 1;
        starts[child] = starts.GetValueOrDefault(child) + times;
        return Family.Starting(
            id,
            kind switch { 5 => "BulkDispatchWorkflows", 4 => "ExecuteWorkflow", _ => "DispatchWorkflow" },
            $"w{child}",
            wait,
            kind == 5 ? $",\"items\":{Json.Object($"[{string.Join(',', Enumerable.Range(0, times))}]")}{(random.Next(2) == 0 ? $",\"childCompleted\":{Json.Event("p" + id, "seen")}" : "")}" : "");
    }
}

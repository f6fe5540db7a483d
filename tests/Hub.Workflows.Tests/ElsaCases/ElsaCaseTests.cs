using System.Text.Json;
using Hub.Workflows.Activities.Composition;
using Hub.Workflows.Definitions;
using Hub.Workflows.Files;
using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;
using Xunit.Abstractions;

namespace Hub.Workflows.Tests.ElsaCases;

/// <summary>Workflows that real Elsa was tested with, run by this engine; those that need REST, or what the engine does not have, are counted and named.</summary>
public sealed class ElsaCaseTests(ITestOutputHelper output)
{
    private static readonly string[] NotYet = ["Elsa.StateMachine", "Elsa.RunCSharp"];

    [TheoryIfData("elsa-cases")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_EveryCaseWithoutRest_EndsAsOnElsa(bool throughFile)
    {
        var folder = TestData.Folder("elsa-cases");
        var failures = new List<string>();
        var skipped = new List<string>();
        var passed = 0;
        foreach (var path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            var expected = JsonValues.Parse(await File.ReadAllBytesAsync(Path.Combine(path, "expected.json")));
            var reason = WhyNot(path, expected);
            if (reason is not null)
            {
                skipped.Add($"{name}: {reason}");
                continue;
            }

            try
            {
                var mistakes = await RunAsync(path, expected, throughFile);
                if (mistakes.Count == 0)
                {
                    passed++;
                }
                else
                {
                    failures.Add($"{name}: {string.Join("; ", mistakes)}");
                }
            }
            catch (Exception error) when (error is not TimeoutException)
            {
                failures.Add($"{name}: {error.GetType().Name} {error.Message}");
            }
        }

        output.WriteLine($"Elsa cases: {passed} passed, {failures.Count} failed, {skipped.Count} skipped.");
        skipped.ForEach(output.WriteLine);
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
        Assert.True(passed >= 30, $"Only {passed} cases ran; the folder {folder} should hold more.");
    }

    private static string? WhyNot(string path, JsonElement expected)
    {
        if (!expected.TryGetProperty("run", out _))
        {
            return "talks REST";
        }

        if (expected.TryGetProperty("requires", out var requires) && requires.GetArrayLength() > 0)
        {
            return $"needs {requires[0].GetString()}";
        }

        foreach (var file in expected.GetProperty("definitions").EnumerateArray())
        {
            var text = File.ReadAllText(Path.Combine(path, file.GetString()!));
            if (Array.Find(NotYet, type => text.Contains($"\"{type}\"", StringComparison.Ordinal)) is { } missing)
            {
                return $"needs {missing}";
            }
        }

        return null;
    }

    private static async Task<List<string>> RunAsync(string path, JsonElement expected, bool throughFile)
    {
        var source = new FolderSource();
        foreach (var file in expected.GetProperty("definitions").EnumerateArray())
        {
            var definition = WorkflowDefinition.Parse(await File.ReadAllBytesAsync(Path.Combine(path, file.GetString()!)));
            source.All.Add((throughFile ? ThroughFile(definition) : definition) with { IsPublished = true });
        }

        var run = expected.GetProperty("run");
        var engine = new TestEngine(definitions: source);
        engine.Clock.Step = TimeSpan.FromTicks(1); // lines of parent and child are told apart by their time
        var family = new Family(engine);
        source.All.ForEach(family.Publish);
        var definitionId = run.GetProperty("definitionId").GetString();
        var graph = engine.Compile(source.All.Last(definition => definition.DefinitionId == definitionId));
        var start = new StartWorkflow { InstanceId = "case" };
        if (run.TryGetProperty("input", out var input))
        {
            start = start with { Input = input.EnumerateObject().ToDictionary(member => member.Name, member => member.Value) };
        }

        if (run.TryGetProperty("flowchartMode", out var mode))
        {
            start = start with { Properties = new Dictionary<string, JsonElement> { ["Flowchart:ExecutionMode"] = mode } };
        }

        var bursts = new List<Burst> { await engine.StartAsync(graph, start) };
        var instance = bursts[0].Instance;
        for (var turn = 0; turn < 50 && run.TryGetProperty("untilEnd", out _) && instance.Status == WorkflowStatus.Running && instance.Bookmarks.Count > 0; turn++)
        {
            // Through the stored form each time: a case also checks that nothing is lost there.
            instance = WorkflowInstance.Deserialize(instance.Serialize());
            bursts.Add(await engine.ResumeAsync(graph, instance, instance.Bookmarks[0].Id));
        }

        await family.SettleAsync();
        return ElsaCaseJudge.Compare(expected.GetProperty("expect"), instance, bursts, family);
    }

    // As an export leaves it and an import takes it in: another version id, other orders, the layout apart.
    private static WorkflowDefinition ThroughFile(WorkflowDefinition definition) =>
        WorkflowFile.Read(WorkflowFile.Write(definition), LayoutFile.Write(definition)) with { Id = "imported-" + definition.DefinitionId, Version = definition.Version };

    /// <summary>Looks definitions up as Elsa does: version id, then id and version, then published, then by type name.</summary>
    private sealed class FolderSource : IDefinitionSource
    {
        public List<WorkflowDefinition> All { get; } = [];

        public WorkflowDefinition? Find(DefinitionReference reference)
        {
            var usable = All.Where(definition => definition.Options.UsableAsActivity == true).ToList();
            return usable.Find(definition => definition.Id == reference.DefinitionVersionId)
                ?? usable.Find(definition => definition.DefinitionId == reference.DefinitionId && definition.Version == reference.Version)
                ?? usable.Find(definition => definition.DefinitionId == reference.DefinitionId)
                ?? usable.Find(definition => DefinitionDescriptor.TypeNameOf(definition.Name ?? "") == reference.TypeName);
        }
    }
}

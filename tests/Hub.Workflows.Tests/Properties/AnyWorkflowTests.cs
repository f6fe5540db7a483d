using System.Globalization;
using System.Text;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Properties;

/// <summary>
/// What must hold for any workflow: it does the same in one go in memory, through the store after every burst, committed and reloaded
/// around every single activity, and killed and begun again at random ends of bursts.
/// </summary>
/// <remarks>A failure names its seed. <c>HUB_TEST_FULL=1</c> tries many more.</remarks>
public sealed class AnyWorkflowTests
{
    private const int MostResumes = 60;

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1";

    private static IEnumerable<int> Seeds => Enumerable.Range(1, IsFull ? 20_000 : 250);

    [Fact]
    public async Task Run_InMemoryOrThroughTheStore_HasTheSameBytesAfterEveryBurst()
    {
        foreach (var seed in Seeds)
        {
            var memory = await PlayAsync(seed, new Manner());
            var stored = await PlayAsync(seed, new Manner { Reloads = true });

            Same(seed, "state after each burst", memory.States, stored.States);
            Same(seed, "journal", memory.Journal, stored.Journal);
            Same(seed, "lines", memory.Lines, stored.Lines);
        }
    }

    [Fact]
    public async Task Run_KilledBeforeCommitsAtRandom_EndsInTheSameBytes()
    {
        foreach (var seed in Seeds)
        {
            var whole = await PlayAsync(seed, new Manner());
            var killed = await PlayAsync(seed, new Manner { Reloads = true, Kills = true });

            Same(seed, "state after each burst", whole.States, killed.States);
            Same(seed, "lines", whole.Lines, killed.Lines);
        }
    }

    [Theory]
    [InlineData("ActivityExecuted")]
    [InlineData("ActivityExecuting")]
    public async Task Run_CommittedAndReloadedAroundEveryActivity_DoesTheSameInTheSameOrder(string strategy)
    {
        foreach (var seed in Seeds)
        {
            var straight = await PlayAsync(seed, new Manner());
            var stepwise = await PlayAsync(seed, new Manner { Reloads = true, Kills = seed % 3 == 0, CommitStrategy = strategy });

            Same(seed, "journal", straight.Journal, stepwise.Journal);
            Same(seed, "lines", straight.Lines, stepwise.Lines);
            Same(seed, "end", straight.End, stepwise.End);
        }
    }

    [Fact]
    public async Task Run_AnyWorkflow_ClosesEveryExecutionOnceAndInItsScope()
    {
        foreach (var seed in Seeds)
        {
            var run = await PlayAsync(seed, new Manner());
            var open = new HashSet<string>(StringComparer.Ordinal);
            var closed = new HashSet<string>(StringComparer.Ordinal);
            var lastChild = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var entry in run.Entries)
            {
                var where = $"Seed {seed}, journal entry {entry.Sequence} ({entry.EventName} {entry.Node.NodeId})";
                Assert.False(closed.Contains(entry.ActivityInstanceId), where + ": the execution had ended before.");
                Assert.False(entry.ParentActivityInstanceId is { } parent && closed.Contains(parent), where + ": its scope had ended before.");
                switch (entry.Event)
                {
                    case JournalEvent.Started:
                        Assert.True(open.Add(entry.ActivityInstanceId), where + ": begun twice.");
                        if (entry.Node.Parent is { Descriptor.TypeName: "Elsa.Parallel" or "Elsa.Fork" })
                        {
                            // First in, first out: branches begin in the order of the definition.
                            Assert.True(lastChild.GetValueOrDefault(entry.ParentActivityInstanceId!, -1) < entry.Node.Index, where + ": out of order.");
                            lastChild[entry.ParentActivityInstanceId!] = entry.Node.Index;
                        }

                        break;
                    case JournalEvent.Completed or JournalEvent.Canceled:
                        closed.Add(entry.ActivityInstanceId);
                        break;
                }
            }

            Assert.False(run.IsFinished && !run.HasStopped && !open.SetEquals(closed), $"Seed {seed}: finished, but executions are open.");
        }
    }

    private static async Task<Played> PlayAsync(int seed, Manner manner)
    {
        var maker = new WorkflowMaker(seed);
        var root = maker.Root();
        var engine = new TestEngine();
        var graph = engine.Compile(root, maker.Extra(manner.CommitStrategy));
        var choice = new Random(seed);
        var chance = new Random(seed * 31);
        var played = new Played();
        var burst = await engine.StartAsync(graph);
        played.Add(burst);
        var resumes = 0;
        while (burst.Instance.Status == WorkflowStatus.Running && burst.Instance.Bookmarks.Count > 0)
        {
            var bookmark = burst.Instance.Bookmarks.FirstOrDefault(waiting => OwnBookmarks.Includes(waiting.Name));
            if (bookmark is null)
            {
                if (++resumes > MostResumes)
                {
                    break;
                }

                bookmark = burst.Instance.Bookmarks[choice.Next(burst.Instance.Bookmarks.Count)];
            }

            burst = await ResumeAsync(engine, graph, burst.Instance, bookmark.Id, manner, chance);
            played.Add(burst);
        }

        played.Close(burst.Instance);
        return played;
    }

    private static async Task<Burst> ResumeAsync(TestEngine engine, WorkflowGraph graph, WorkflowInstance instance, string bookmarkId, Manner manner, Random chance)
    {
        const string Input = "{\"amount\":12.50,\"note\":\"long enough to stand in the table of values\"}";
        if (!manner.Reloads)
        {
            return await engine.ResumeAsync(graph, instance, bookmarkId, Input);
        }

        var state = instance.Serialize();
        var last = engine.Ids.Last;
        while (manner.Kills && chance.Next(2) == 0)
        {
            // The process dies before the commit: what this burst did is gone, ids and all.
            await engine.ResumeAsync(graph, WorkflowInstance.Deserialize(state), bookmarkId, Input);
            engine.Ids.Last = last;
        }

        return await engine.ResumeAsync(graph, WorkflowInstance.Deserialize(state), bookmarkId, Input);
    }

    private static void Same(int seed, string what, IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        for (var i = 0; i < Math.Max(expected.Count, actual.Count); i++)
        {
            var (wanted, got) = (i < expected.Count ? expected[i] : "(nothing)", i < actual.Count ? actual[i] : "(nothing)");
            Assert.True(wanted == got, $"Seed {seed}: the {what} differs at {i}.\nexpected {wanted}\nbut was  {got}");
        }
    }

    private sealed record Manner
    {
        public bool Reloads { get; init; }

        public bool Kills { get; init; }

        public string? CommitStrategy { get; init; }
    }

    private sealed class Played
    {
        public List<string> States { get; } = [];

        public List<JournalEntry> Entries { get; } = [];

        public List<string> Journal { get; } = [];

        public List<string> Lines { get; } = [];

        public List<string> End { get; } = [];

        public bool IsFinished { get; private set; }

        /// <summary>Whether a Finish activity ended it, which leaves executions as they are.</summary>
        public bool HasStopped => Entries.Exists(entry => entry.Node.Descriptor.TypeName == "Elsa.Finish");

        public void Add(Burst burst)
        {
            States.Add(Encoding.UTF8.GetString(burst.Instance.Serialize()));
            Entries.AddRange(burst.Journal);
            Journal.AddRange(burst.Journal.Select(entry => $"{entry.Sequence} {entry.EventName} {entry.Node.NodeId} {string.Join("|", entry.Outcomes ?? [])} {entry.Message}"));
            Lines.AddRange(burst.WrittenLines);
        }

        public void Close(WorkflowInstance instance)
        {
            IsFinished = instance.SubStatus == WorkflowSubStatus.Finished;
            End.Add(instance.SubStatus.ToString());
            End.Add(instance.CorrelationId ?? "");
            End.AddRange(instance.Output.Select(output => $"out {output.Key}={output.Value.GetRawText()}"));
            End.AddRange(instance.Variables.Select(variable => $"var {variable.Key}={variable.Value.GetRawText()}"));
            End.AddRange(instance.Incidents.Select(incident => $"incident {incident.ActivityNodeId} {incident.Message}"));
            End.AddRange(instance.Bookmarks.Select(bookmark => $"waits {bookmark.ActivityNodeId} {bookmark.DueAt?.ToString("O", CultureInfo.InvariantCulture)}"));
            End.AddRange(instance.OpenContexts.Select(context => $"open {context.Node.NodeId} {context.Status} {context.AggregateFaultCount}"));
        }
    }
}

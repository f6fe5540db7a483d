using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Workflows.Children;
using Hub.Workflows.Definitions;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Tests.Engine;

/// <summary>A host in memory for workflows that start workflows: runs those that are executed at once, and keeps what is dispatched and told until a test delivers it.</summary>
internal sealed class Family : IChildWorkflows
{
    private readonly Dictionary<string, WorkflowGraph> _published = [];

    public Family(TestEngine? engine = null)
    {
        Engine = engine ?? new TestEngine();
        Engine.Host = this;
    }

    public TestEngine Engine { get; }

    public Dictionary<string, WorkflowInstance> Instances { get; } = [];

    /// <summary>All bursts of all instances in the order in which they ended: a child that is executed ends its burst before its parent.</summary>
    public List<Burst> Bursts { get; } = [];

    public List<ChildWorkflow> Starts { get; } = [];

    public List<ChildEnd> Ends { get; } = [];

    /// <summary>How many more children may be executed in a burst that a test begins.</summary>
    public int Room { get; set; } = 1000;

    /// <summary>Why no child may start; null when it may.</summary>
    public string? Refusal { get; set; }

    /// <summary>Whether each burst begins from the stored form of its instance.</summary>
    public bool ThroughStore { get; init; }

    public void Publish(WorkflowDefinition definition) => _published[definition.DefinitionId] = Engine.Compile(definition);

    public void Publish(string definitionId, string root, string more = "") => Publish(WorkflowDefinition.Parse(Encoding.UTF8.GetBytes(
        $$"""{"id":"{{definitionId}}-v1","definitionId":"{{definitionId}}","name":"{{definitionId}}","version":1,"isPublished":true,{{more}}"root":{{root}}}""")));

    public void Retract(string definitionId) => _published.Remove(definitionId);

    public async Task<WorkflowInstance> RunAsync(string definitionId, string instanceId = "parent") =>
        Keep(await Engine.StartAsync(_published[definitionId], new StartWorkflow { InstanceId = instanceId })).Instance;

    public string? FindPublished(string definitionId) => _published.GetValueOrDefault(definitionId)?.Definition.Id;

    public async ValueTask<ChildRun?> ExecuteAsync(ChildWorkflow child, CancellationToken cancellationToken)
    {
        if (Refusal is not null)
        {
            return new ChildRun(WorkflowSubStatus.Pending, child.Input, Refusal);
        }

        if (Room-- <= 0)
        {
            return null;
        }

        var burst = await Engine.StartAsync(_published[child.DefinitionId], child.ToStart());
        Keep(burst, isExecuted: true);
        return new ChildRun(burst.Instance.SubStatus, burst.Instance.Output);
    }

    public async Task<Burst> ResumeAsync(string instanceId, string bookmarkId, string? input = null) =>
        Keep(await Engine.ResumeAsync(GraphOf(instanceId), Load(instanceId), bookmarkId, input));

    public async Task<Burst> CancelAsync(string instanceId) => Keep(await Engine.CancelAsync(GraphOf(instanceId), Load(instanceId)));

    public async Task<Burst> RetryAsync(string instanceId) => Keep(await Engine.RetryAsync(GraphOf(instanceId), Load(instanceId)));

    public async Task DeliverAsync(ChildWorkflow child) => Keep(await Engine.StartAsync(_published[child.DefinitionId], child.ToStart()));

    public async Task DeliverAsync(ChildEnd end)
    {
        if (end.FindBookmark(Instances[end.ParentInstanceId]) is { } bookmark)
        {
            Keep(await Engine.ResumeAsync(GraphOf(end.ParentInstanceId), Load(end.ParentInstanceId), bookmark.Id, end.ToInput().GetRawText()));
        }
    }

    /// <summary>Delivers whatever is under way, and goes on with what was too much for one burst, until nothing is left; chance, where given, decides the order.</summary>
    /// <param name="answers">Whether events that somebody waits for come too.</param>
    public async Task SettleAsync(Random? random = null, bool answers = false)
    {
        while (true)
        {
            var waits = Instances.Values.Where(instance => instance.Status == WorkflowStatus.Running)
                .SelectMany(instance => instance.Bookmarks.Where(bookmark => bookmark.DueAt is not null || (answers && bookmark.Name == "Elsa.Event")).Select(bookmark => (instance.Id, Bookmark: bookmark.Id)))
                .ToList();
            var choice = random?.Next(Starts.Count + Ends.Count + waits.Count) ?? 0;
            if (choice < Starts.Count)
            {
                var child = Starts[choice];
                Starts.RemoveAt(choice);
                await DeliverAsync(child);
            }
            else if ((choice -= Starts.Count) < Ends.Count)
            {
                var end = Ends[choice];
                Ends.RemoveAt(choice);
                await DeliverAsync(end);
            }
            else if ((choice -= Ends.Count) < waits.Count)
            {
                Room = random?.Next(3) ?? 1000;
                await ResumeAsync(waits[choice].Id, waits[choice].Bookmark);
            }
            else
            {
                return;
            }
        }
    }

    public int CountOf(string definitionId) => Instances.Values.Count(instance => instance.DefinitionId == definitionId);

    public static string Starting(string id, string type, string child, bool wait, string more = "") => Json.Step(
        id,
        type,
        string.Create(CultureInfo.InvariantCulture, $"\"workflowDefinitionId\":{Json.Literal("String", child)},\"waitForCompletion\":{Json.Literal("Boolean", wait ? "True" : "False")}{more}"));

    public static string Script(string type, string script) => $$"""{"typeName":"{{type}}","expression":{"type":"JavaScript","value":{{JsonSerializer.Serialize(script)}}} }""";

    private WorkflowGraph GraphOf(string instanceId) => _published[Instances[instanceId].DefinitionId];

    private WorkflowInstance Load(string instanceId) => ThroughStore ? WorkflowInstance.Deserialize(Instances[instanceId].Serialize()) : Instances[instanceId];

    private Burst Keep(Burst burst, bool isExecuted = false)
    {
        Bursts.Add(burst);
        Instances[burst.Instance.Id] = burst.Instance;
        Starts.AddRange(burst.Children);
        if (burst.ChildEnd is { } end && !isExecuted)
        {
            Ends.Add(end);
        }

        return burst;
    }
}

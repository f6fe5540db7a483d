using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Definitions;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;
using Hub.Workflows.Runtime.Alterations;

namespace Hub.Workflows.Tests.Engine;

/// <summary>An engine whose clock and identifiers the test owns, so that every run is the same.</summary>
internal sealed class TestEngine
{
    public static readonly DateTimeOffset Noon = new(2030, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly WorkflowRunner _runner;

    public TestEngine(RunnerOptions? options = null, IDefinitionSource? definitions = null)
    {
        // The machine of a test may be so busy that a short wall time says nothing about the expression.
        options ??= new RunnerOptions();
        _runner = new WorkflowRunner(Clock, Ids, options with { ExpressionBudget = options.ExpressionBudget with { MaxTime = TimeSpan.FromSeconds(30) } });
        Definitions = definitions;
    }

    public ManualClock Clock { get; } = new(Noon);

    public NumberedIds Ids { get; } = new();

    public ActivityRegistry Registry { get; } = ActivityRegistry.CreateDefault();

    public IDefinitionSource? Definitions { get; }

    public object? Host { get; set; }

    /// <summary>A definition around a root activity's JSON.</summary>
    public static WorkflowDefinition Define(string root, string extra = "") =>
        WorkflowDefinition.Parse(Encoding.UTF8.GetBytes($$"""{"id":"v1","definitionId":"d1","name":"Test","version":1,{{extra}}"root":{{root}}}"""));

    public WorkflowGraph Compile(string root, string extra = "") => Compile(Define(root, extra));

    public WorkflowGraph Compile(WorkflowDefinition definition) => new WorkflowCompiler(Registry, Definitions).Compile(definition);

    public Task<Burst> StartAsync(WorkflowGraph graph, StartWorkflow? start = null) =>
        _runner.StartAsync(graph, start ?? new StartWorkflow { InstanceId = "i1" }, Host, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public Task<Burst> RunAsync(string root, string extra = "") => StartAsync(Compile(root, extra));

    public Task<Burst> ResumeAsync(WorkflowGraph graph, WorkflowInstance instance, string bookmarkId, string? input = null, string? fault = null) =>
        _runner.ResumeAsync(graph, instance, new ResumeBookmark { BookmarkId = bookmarkId, Input = input is null ? default : JsonValues.Parse(input), FaultMessage = fault }, Host, CancellationToken.None)
            .AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public Task<Burst> CancelAsync(WorkflowGraph graph, WorkflowInstance instance) =>
        _runner.CancelAsync(graph, instance, Host, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public Task<Burst> RetryAsync(WorkflowGraph graph, WorkflowInstance instance) =>
        _runner.RetryAsync(graph, instance, [], Host, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public Task<AlterationResult> AlterAsync(WorkflowGraph graph, WorkflowInstance instance, Func<int, WorkflowGraph?> versions, params Alteration[] alterations) =>
        _runner.AlterAsync(graph, instance, alterations, versions, Host, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public Task<AlterationResult> AlterAsync(WorkflowGraph graph, WorkflowInstance instance, params Alteration[] alterations) => AlterAsync(graph, instance, _ => null, alterations);

    internal sealed class NumberedIds : IIdGenerator
    {
        /// <summary>The last number given out; set back, the same ids come again.</summary>
        public int Last { get; set; }

        public string NewId() => (++Last).ToString("x16", CultureInfo.InvariantCulture);
    }

    internal sealed class ManualClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        /// <summary>How far it goes each time that somebody looks.</summary>
        public TimeSpan Step { get; set; }

        public override DateTimeOffset GetUtcNow() => Now += Step;
    }
}

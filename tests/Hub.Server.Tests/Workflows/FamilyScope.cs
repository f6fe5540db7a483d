using System.Text;
using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Storage.Sqlite;
using Hub.Server.Tests.Exchange;
using Hub.Server.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.Tests.Workflows;

/// <summary>Published workflows that start one another, on the real exchange and store; whatever they order is delivered once the relay runs.</summary>
internal sealed class FamilyScope : IAsyncDisposable
{
    private FamilyScope(ExchangeScope exchange) => Exchange = exchange;

    public ExchangeScope Exchange { get; }

    public static FamilyScope Open() => new(ExchangeScope.Open());

    public static string Literal(string type, string value) => $$"""{"typeName":"{{type}}","expression":{"type":"Literal","value":"{{value}}"} }""";

    public static string Step(string id, string type, params string[] members) => $$"""{"id":"{{id}}","type":"{{type}}","version":1{{string.Concat(members.Select(member => "," + member))}} }""";

    public static string Starting(string id, string type, string child, bool wait = true, params string[] more) =>
        Step(id, "Elsa." + type, [$"\"workflowDefinitionId\":{Literal("String", child)}", $"\"waitForCompletion\":{Literal("Boolean", wait ? "True" : "False")}", .. more]);

    public static string Line(string id) => Step(id, "Elsa.WriteLine", $"\"text\":{Literal("String", id)}");

    public static string Event(string id, string name) => Step(id, "Elsa.Event", $"\"eventName\":{Literal("String", name)}");

    public static string Script(string type, string script) => $$"""{"typeName":"{{type}}","expression":{"type":"JavaScript","value":"{{script}}"} }""";

    /// <summary>Another hub on what is on disk now, as after <c>kill -9</c>.</summary>
    public FamilyScope OpenAsACrashLeftIt() => new(Exchange.OpenAsACrashLeftIt());

    public async Task<IReadOnlyList<LocalizedText>> PublishAsAsync(string strategy, string definitionId, params string[] steps)
    {
        var publisher = Exchange.Get<DefinitionPublisher>();
        var definition = $$"""
            {"definitionId":"{{definitionId}}","name":"{{definitionId}}","version":1,"options":{"activationStrategyType":"Elsa.Workflows.Runtime.ActivationValidators.{{strategy}}Strategy, Elsa.Workflows.Runtime"},
             "root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[{{string.Join(',', steps)}}]} }
            """;
        await publisher.ImportAsync(ExchangeScope.Tenant, Encoding.UTF8.GetBytes(definition), [], CancellationToken.None);
        return (await publisher.PublishAsync(ExchangeScope.Tenant, definitionId, [], CancellationToken.None)).Errors;
    }

    public async Task PublishAsync(string definitionId, params string[] steps) => Assert.Empty(await PublishAsAsync("AllowAlways", definitionId, steps));

    /// <summary>Runs the published version, as Elsa's REST does. What came of it stands in the answer.</summary>
    public async Task<WorkflowStart> RunAsync(string definitionId, string? correlationId = null, string? instanceId = null)
    {
        var version = Exchange.Get<IDefinitionStore>().FindPublished(ExchangeScope.Tenant, definitionId)!.VersionId; // published before
        var start = new WorkflowStart(version, new StartWorkflow { InstanceId = instanceId ?? Exchange.Get<IdGenerator>().NewId(), CorrelationId = correlationId }, null);
        var envelope = Exchange.Message(start.Start.InstanceId!, type: MessageTypes.WorkflowRun) with { Subject = version, ComesOnce = true, Data = default };
        Assert.True((await Exchange.Pipeline.SendAsync(envelope, start, CancellationToken.None)).IsAccepted);
        return start;
    }

    /// <summary>Lets a workflow that waits for an event have it.</summary>
    public Task<int> SendEventAsync(string name, string? correlationId = null) =>
        Exchange.Get<WorkflowSignals>().SendEventAsync(ExchangeScope.Tenant, name, default, new SignalFilter(correlationId, null), Exchange.Get<IdGenerator>().NewId(), CancellationToken.None);

    public Task DeliverAsync() => Exchange.Relay.StartAsync(CancellationToken.None);

    public Task UntilAsync(Func<bool> isSo, string what) => Exchange.Store.UntilAsync(isSo, what);

    public int Orders => Exchange.Get<SqliteDatabase>().Read(session => session.First("SELECT COUNT(*) FROM outbox", row => row.GetInt32(0)));

    public StoredInstance Find(string instanceId) => Exchange.Get<IWorkflowStore>().FindInstance(instanceId)!; // started before

    public int Count(string definitionId, string? subStatus = null) => Exchange.Get<SqliteDatabase>().Read(session => session.First(
        "SELECT COUNT(*) FROM instances WHERE definition_id = $1 AND ($2 IS NULL OR sub_status = $2)", row => row.GetInt32(0), definitionId, subStatus));

    /// <summary>The one instance of a definition that another one started.</summary>
    public StoredInstance ChildOf(string parentId, string definitionId) => Find(Assert.Single(Exchange.Get<SqliteDatabase>().Read(session => session.Query(
        "SELECT id FROM instances WHERE parent_id = $1 AND definition_id = $2", row => row.GetString(0), parentId, definitionId))));

    public async ValueTask DisposeAsync() => await Exchange.DisposeAsync();
}

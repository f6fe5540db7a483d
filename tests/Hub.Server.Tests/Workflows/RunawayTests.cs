using System.Text;
using Hub.Server.Exchange;
using Hub.Server.Tests.Exchange;
using Hub.Server.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.Tests.Workflows;

public sealed class RunawayTests : IAsyncDisposable
{
    private const string Endless = """{"id":"w","type":"Elsa.While","condition":{"typeName":"Boolean","expression":{"type":"Literal","value":"True"}},"body":{"id":"t","type":"Elsa.WriteLine"}}""";

    private readonly ExchangeScope scope = ExchangeScope.Open();

    public async ValueTask DisposeAsync() => await scope.DisposeAsync();

    [Fact]
    public async Task Start_EndlessLoopsBesideAnother_AreIncidentsAndTheOtherOneEnds()
    {
        var endless = await PublishAsync("endless", Endless);
        var line = await PublishAsync("line", """{"id":"l","type":"Elsa.WriteLine"}""");

        var started = await Task.WhenAll(StartAsync(endless), StartAsync(line), StartAsync(endless)).WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(["Faulted", "Finished", "Faulted"], started.Select(id => scope.Get<IWorkflowStore>().FindInstance(id)!.SubStatus)); // they were started
        var runaway = WorkflowInstance.Deserialize(scope.Get<IWorkflowStore>().FindInstance(started[0])!.State); // it was started
        Assert.Contains("without waiting", Assert.Single(runaway.Incidents).Message, StringComparison.Ordinal);
    }

    private async Task<string> PublishAsync(string id, string root)
    {
        var publisher = scope.Get<DefinitionPublisher>();
        var imported = await publisher.ImportAsync(ExchangeScope.Tenant, Encoding.UTF8.GetBytes($$"""{"definitionId":"{{id}}","name":"{{id}}","root":{{root}} }"""), [], CancellationToken.None);
        return imported.Definition.VersionId;
    }

    private async Task<string> StartAsync(string versionId)
    {
        await Task.Yield();
        return await scope.StartAsync(versionId);
    }
}

using System.Text;
using Hub.Server.Exchange;
using Hub.Server.Tests.Exchange;
using Hub.Server.Workflows;
using Hub.Workflows.Definitions;

namespace Hub.Server.Tests.Workflows;

public sealed class DefinitionPublisherTests : IAsyncLifetime
{
    private static readonly TenantId Tenant = ExchangeScope.Tenant;

    private ProcedureScope scope = null!; // set before each test by InitializeAsync

    private DefinitionPublisher Publisher => scope.Exchange.Get<DefinitionPublisher>();

    public async Task InitializeAsync() => scope = await ProcedureScope.StartAsync();

    public async Task DisposeAsync() => await scope.DisposeAsync();

    [Fact]
    public async Task ImportAsync_AfterPublication_IsTheNextVersionAndReplacedByTheNextDraft()
    {
        var draft = await ImportAsync(ProcedureScope.Definition());
        var again = await ImportAsync(ProcedureScope.Definition());

        Assert.Equal((2, 2), (draft.Definition.Version, again.Definition.Version));
        Assert.Equal(draft.Definition.VersionId, again.Definition.VersionId);
        Assert.Equal(1, scope.Exchange.Get<IDefinitionStore>().FindPublished(Tenant, "paid")!.Version);
    }

    [Fact]
    public async Task PublishAsync_NextVersion_TakesItsOwnProcedureOver()
    {
        await ImportAsync(ProcedureScope.Definition());

        Assert.Empty((await PublishAsync("paid")).Errors);
        Assert.Equal(2, scope.Exchange.Get<IProcedureDirectory>().Find(Tenant, "paid")!.Version);
        Assert.True((await PublishAsync("paid")).AlreadyPublished);
    }

    [Fact]
    public async Task PublishAsync_ProcedureOfAnotherWorkflow_IsRefusedAndTheFirstStays()
    {
        await ImportAsync(ProcedureScope.Definition("second"));

        var published = await PublishAsync("second");

        Assert.Contains("paid", Assert.Single(published.Errors).En, StringComparison.Ordinal);
        Assert.Equal("paid", scope.Exchange.Get<IProcedureDirectory>().Find(Tenant, "paid")!.DefinitionId);
    }

    [Fact]
    public async Task PublishAsync_UnknownSchema_IsRefusedWithItsName()
    {
        await ImportAsync(ProcedureScope.Definition("second", "second", "test.nowhere"));

        Assert.Contains("test.nowhere", Assert.Single((await PublishAsync("second")).Errors).En, StringComparison.Ordinal);
        Assert.Null(scope.Exchange.Get<IProcedureDirectory>().Find(Tenant, "second"));
    }

    [Fact]
    public async Task PublishAsync_WrongCronExpression_IsRefused()
    {
        await ImportAsync(Encoding.UTF8.GetBytes("""
            {"definitionId":"cron","name":"cron","version":1,"root":{"id":"flow","type":"Elsa.Flowchart","version":1,"connections":[],"activities":[
              {"id":"c","type":"Elsa.Cron","version":1,"customProperties":{"canStartWorkflow":true},"cronExpression":{"typeName":"String","expression":{"type":"Literal","value":"61 * * * * *"}}}]}}
            """));

        Assert.NotEmpty((await PublishAsync("cron")).Errors);
    }

    [Fact]
    public async Task ImportAsync_NotLoadable_IsRefusedWithThePlaceAndSavesNothing()
    {
        var error = await Assert.ThrowsAsync<DefinitionException>(() => ImportAsync("""{"definitionId":"broken","root":{"id":"flow"}}"""u8.ToArray()));

        Assert.Equal("/root/type", error.Place);
        Assert.Null(scope.Exchange.Get<IDefinitionStore>().FindLatest(Tenant, "broken"));
    }

    [Fact]
    public async Task RetractAsync_Published_ClosesTheProcedure()
    {
        Assert.True(await Publisher.RetractAsync(Tenant, "paid", [], CancellationToken.None));

        Assert.Null(scope.Exchange.Get<IProcedureDirectory>().Find(Tenant, "paid"));
        Assert.False(await Publisher.RetractAsync(Tenant, "paid", [], CancellationToken.None));
    }

    private Task<ImportedDefinition> ImportAsync(byte[] json) => Publisher.ImportAsync(Tenant, json, [], CancellationToken.None);

    private Task<PublishedDefinition> PublishAsync(string id) => Publisher.PublishAsync(Tenant, id, [], CancellationToken.None);
}

using System.Net;
using System.Text.Json;
using Hub.Server.Security;
using Hub.Server.Security.Audit;
using Hub.Server.Web;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Alterations;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Server.Tests.ElsaApi;

public sealed class AlterationPlanTests(ElsaHub hub) : IClassFixture<ElsaHub>
{
    [Fact]
    public async Task Submit_ByDefinition_AltersEachRunningInstanceOnceAndTellsOfIt()
    {
        var definitionId = await hub.PublishAsync(ElsaHub.Await("plan-never"));
        var ids = new[] { await hub.RunAsync(definitionId), await hub.RunAsync(definitionId), await hub.RunAsync(definitionId) };
        await hub.PostAsync($"/cancel/workflow-instances/{ids[2]}", "");

        var submitted = await hub.PostAsync("/alterations/submit", $$"""
            {"alterations":[{"type":"ModifyVariable","variableId":"v1","value":99}],"filter":{"definitionIds":["{{definitionId}}"]} }
            """);
        var plan = await DoneAsync(submitted.GetProperty("planId").GetString()!); // a text

        Assert.Equal(["planId"], submitted.EnumerateObject().Select(member => member.Name));
        Assert.Equal(["id", "alterations", "workflowInstanceFilter", "status", "createdAt", "startedAt", "completedAt"], plan.GetProperty("plan").EnumerateObject().Select(member => member.Name));
        var jobs = plan.GetProperty("jobs").EnumerateArray().ToArray();
        Assert.Equal(["id", "planId", "workflowInstanceId", "status", "log", "createdAt", "startedAt", "completedAt"], jobs[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(ids.Order(), jobs.Select(job => job.GetProperty("workflowInstanceId").GetString()).Order());
        Assert.Equal([("Completed", "Information"), ("Completed", "Information"), ("Failed", "Error")], jobs.Select(Outcome).Order());
        Assert.Equal("[99,99]", $"[{await VariableAsync(ids[0])},{await VariableAsync(ids[1])}]");
        var actions = hub.Get<IAuditStore>().Read(0, 10_000).Select(row => row.Entry).Where(entry => ids.Contains(entry.Subject) && entry.Action == AuditCatalog.WorkflowAltered);
        Assert.Equal(2, actions.Count());
    }

    [Fact]
    public async Task Submit_TheSamePlanAgain_IsDoneOnce()
    {
        var definitionId = await hub.PublishAsync(ElsaHub.Fail("broken"));
        var id = await hub.RunAsync(definitionId);
        var body = $$"""{"id":"own-plan","alterations":[{"type":"RetryActivities","activityIds":[]}],"filter":{"workflowInstanceIds":["{{id}}"]} }""";

        var first = await hub.PostAsync("/alterations/submit", body);
        await DoneAsync("own-plan");
        var second = await hub.PostAsync("/alterations/submit", body);
        await DoneAsync("own-plan");

        Assert.Equal(("own-plan", "own-plan"), (first.GetProperty("planId").GetString(), second.GetProperty("planId").GetString()));
        Assert.Equal(2, hub.Get<IInstanceDirectory>().Find(ElsaHub.Tenant, id)!.Incidents); // it is there
        Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Get, "/alterations/own-plan", asStranger: true)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.SendAsync(HttpMethod.Get, "/alterations/nobodys-plan")).Status);
    }

    [Fact]
    public async Task DryRun_ByEachFilter_NamesWhomAPlanWouldAlter()
    {
        var definitionId = await hub.PublishAsync(ElsaHub.WriteLine("a"), ElsaHub.Await("dry-never"));
        var other = await hub.PublishAsync(ElsaHub.Fail("broken"));
        var one = await hub.RunAsync(definitionId, correlationId: "dry-1", name: "Dossier 1");
        var two = await hub.RunAsync(definitionId, correlationId: "dry-2", name: "Dossier 2");
        var broken = await hub.RunAsync(other, correlationId: "dry-3");
        var versionId = hub.Get<IDefinitionStore>().FindPublished(ElsaHub.Tenant, definitionId)!.VersionId; // published above

        Assert.Equal([], await FindAsync("{}"));
        Assert.Equal([], await FindAsync("""{"names":["Dossier 1"],"statuses":["Running"]}"""));
        Assert.Equal([], await FindAsync("""{"workflowInstanceIds":[]}"""));
        Assert.Equal([one, two], await FindAsync($$"""{"definitionIds":["{{definitionId}}"]}"""));
        Assert.Equal([one, two], await FindAsync($$"""{"definitionVersionIds":["{{versionId}}","nobody"]}"""));
        Assert.Equal([two], await FindAsync($$"""{"definitionIds":["{{definitionId}}"],"names":["Dossier 2"]}"""));
        Assert.Equal([one, broken], await FindAsync("""{"correlationIds":["dry-1","dry-3"]}"""));
        Assert.Equal([broken], await FindAsync("""{"correlationIds":["dry-1","dry-3"],"hasIncidents":true}"""));
        Assert.Equal([broken], await FindAsync($$"""{"definitionIds":["{{definitionId}}","{{other}}"],"subStatuses":["Faulted"]}"""));
        Assert.Equal([], await FindAsync($$"""{"definitionIds":["{{definitionId}}"],"timestampFilters":[{"column":"CreatedAt","operator":"LessThan","timestamp":"2020-01-01T00:00:00+00:00"}]}"""));
        Assert.Equal([one, two], await FindAsync($$"""{"definitionIds":["{{definitionId}}","{{other}}"],"activityFilters":[{"activityId":"a1","status":"Completed"},{"activityId":"a2"}]}"""));
        Assert.Equal([], await FindAsync($$"""{"definitionIds":["{{definitionId}}"],"activityFilters":[{"activityId":"a2","status":"Completed"}]}"""));
        Assert.Equal([], await FindAsync($$"""{"workflowInstanceIds":["{{one}}"]}""", asStranger: true));
        Assert.Contains(one, await FindAsync("""{"emptyFilterSelectsAll":true}"""));
    }

    [Theory]
    [InlineData("/alterations/submit", "")]
    [InlineData("/alterations/submit", """{"alterations":[]}""")]
    [InlineData("/alterations/submit", """{"alterations":[{"type":"Explode"}]}""")]
    [InlineData("/alterations/submit", """{"alterations":[{"type":"Cancel"}],"filter":{"workflowInstanceIds":"x"}}""")]
    [InlineData("/alterations/submit", """{"alterations":[{"type":"Cancel"}],"filter":{"definitionIds":["x"],"timestampFilters":[{"column":"Weight"}]}}""")]
    [InlineData("/alterations/submit", """{"id":7,"alterations":[{"type":"Cancel"}]}""")]
    [InlineData("/alterations/dry-run", """{"workflowInstanceIds":"x"}""")]
    [InlineData("/alterations/dry-run", """{"definitionIds":["x"],"activityFilters":[{"activityId":"a","status":"Asleep"}]}""")]
    [InlineData("/alterations/dry-run", "[")]
    public async Task Call_ThatSaysNothingUsable_IsRefusedWithAReason(string path, string body)
    {
        var (status, answer) = await hub.SendAsync(HttpMethod.Post, path, body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEmpty(JsonElement.Parse(answer).GetProperty("errors").GetProperty("generalErrors").EnumerateArray());
    }

    [Fact]
    public async Task Runner_OfAHubThatStartsAgain_GoesOnWithWhatIsLeft()
    {
        var folder = Directory.CreateTempSubdirectory("hub-plans-").FullName;
        var anywhere = new Uri("http://127.0.0.1:0");
        var options = new HubOptions { Data = folder, Ledgers = folder, Http = anywhere, Grpc = anywhere, Management = anywhere };
        var plan = new AlterationPlan
        {
            Id = "left", Tenant = ElsaHub.Tenant, Actor = "somebody", Alterations = """[{"type":"Cancel"}]"""u8.ToArray(), Filter = "{}"u8.ToArray(), CreatedAt = DateTimeOffset.UtcNow,
        };
        await using (var first = HubServer.Build(options, isQuiet: true))
        {
            // The plan is durable and the process gone before its runner heard of it; one job was done.
            var store = first.Services.GetRequiredService<IUnitOfWorkStore>();
            Assert.Equal(CommitResult.Committed, await store.CommitAsync([new SaveAlterationPlan(plan, ["gone-1", "gone-2"])], CancellationToken.None));
            var done = new AlterationJob(1, "gone-1", AlterationJobStatus.Completed, "[]"u8.ToArray(), plan.CreatedAt, plan.CreatedAt);
            Assert.Equal(CommitResult.Committed, await store.CommitAsync([new EndAlterationJob(plan.Tenant, plan.Id, done)], CancellationToken.None));
            Assert.Equal(CommitResult.Stale, await store.CommitAsync([new EndAlterationJob(plan.Tenant, plan.Id, done)], CancellationToken.None));
        }

        await using var second = HubServer.Build(options, isQuiet: true);
        await second.StartAsync();
        var plans = second.Services.GetRequiredService<IAlterationPlans>();
        await DesignerHub.UntilAsync("the plan is done", () => plans.Find(plan.Tenant, plan.Id)?.CompletedAt is not null);

        Assert.Equal([AlterationJobStatus.Completed, AlterationJobStatus.Failed], plans.Jobs(plan.Tenant, plan.Id).Select(job => job.Status));
        Assert.Null(plans.NextOpen());
        await second.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<IEnumerable<string?>> FindAsync(string filter, bool asStranger = false)
    {
        var (status, answer) = await hub.SendAsync(HttpMethod.Post, "/alterations/dry-run", filter, asStranger);
        Assert.True(status == HttpStatusCode.OK, answer);
        return JsonElement.Parse(answer).GetProperty("workflowInstanceIds").EnumerateArray().Select(id => id.GetString()).Order(StringComparer.Ordinal);
    }

    private async Task<JsonElement> DoneAsync(string planId)
    {
        await DesignerHub.UntilAsync($"plan {planId} is done", () => hub.Get<IAlterationPlans>().Find(ElsaHub.Tenant, planId)?.CompletedAt is not null);
        return await hub.GetAsync($"/alterations/{planId}");
    }

    private async Task<int> VariableAsync(string instanceId) =>
        Assert.Single((await hub.GetAsync($"/workflow-instances/{instanceId}/variables")).GetProperty("items").EnumerateArray()).GetProperty("value").GetInt32();

    private static (string?, string?) Outcome(JsonElement job) => (job.GetProperty("status").GetString(), Assert.Single(job.GetProperty("log").EnumerateArray()).GetProperty("logLevel").GetString());
}

using System.Collections.Frozen;
using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text.Json;
using Hub.Server.ElsaApi.Live;
using Hub.Server.Exchange;
using Hub.Server.Security;
using Hub.Server.Security.ApiKeys;
using Hub.Server.Workflows;

namespace Hub.Server.Tests.ElsaApi.Live;

public sealed class LiveUpdateTests(ElsaHub hub) : IClassFixture<ElsaHub>
{
    [Fact]
    public async Task ObserveInstance_ThatGoesOn_TellsNumbersThenJournalThenInstance()
    {
        var definitionId = await hub.PublishAsync(ElsaHub.WriteLine("before"), ElsaHub.Await("live-go"), ElsaHub.WriteLine("after"));
        var id = await hub.RunAsync(definitionId);
        await using var client = await ConnectAsync();
        await client.ObserveAsync(id);
        var first = await client.UpdateAsync(id);

        await hub.TellAsync(id, "live-go");
        var then = await client.UpdateAsync(id);

        Assert.Equal(4, first.Count);
        Assert.Equal((1, true), Numbers(first, "a2"));
        Assert.Equal(["activityId", "activityNodeId", "startedCount", "completedCount", "uncompletedCount", "isBlocked", "isFaulted", "aggregateFaultCount", "metadata"], Names(first[0]));
        Assert.Equal((0, false), Numbers(then, "a2"));
        Assert.Equal((0, false), Numbers(then, "a3"));
        Assert.DoesNotContain(then, stats => stats.GetProperty("activityId").GetString() == "a1");
        await AssertAsReportedAsync(id, first, then);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("variables")]
    [InlineData("alteration")]
    [InlineData("timer")]
    [InlineData("child")]
    [InlineData("delete")]
    public async Task ObserveInstance_WhateverTouchesIt_IsTold(string what)
    {
        var definitionId = await hub.PublishAsync(ElsaHub.Await("live-never"), ElsaHub.WriteLine("after"));
        var id = await hub.RunAsync(definitionId);
        await using var client = await ConnectAsync();
        if (what == "timer")
        {
            id = await hub.RunAsync(await hub.PublishAsync("""
                "type":"Elsa.Delay","timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"00:00:01"}}
                """));
        }

        if (what == "child")
        {
            var child = await hub.PublishAsync(ElsaHub.Await("live-child"));
            id = await hub.RunAsync(await hub.PublishAsync($$$"""
                "type":"Elsa.DispatchWorkflow","workflowDefinitionId":{"typeName":"String","expression":{"type":"Literal","value":"{{{child}}}"}},"waitForCompletion":{"typeName":"Boolean","expression":{"type":"Literal","value":true}}
                """));
            await DesignerHub.UntilAsync("the child runs", () => hub.Get<IInstanceDirectory>().RunningChildren(ElsaHub.Tenant, id, "", 2).Count == 1);
        }

        await client.ObserveAsync(id);
        await client.UpdateAsync(id);
        if (what == "timer" && hub.Get<IInstanceDirectory>().Find(ElsaHub.Tenant, id) is { FinishedAt: not null })
        {
            // On a slow machine it rang before anybody looked.
            return;
        }

        switch (what)
        {
            case "cancel":
                await hub.PostAsync($"/cancel/workflow-instances/{id}", "");
                break;
            case "variables":
                await hub.PostAsync($"/workflow-instances/{id}/variables", """{"variables":[{"id":"v1","value":8}]}""");
                break;
            case "alteration":
                await hub.PostAsync("/alterations/run", $$"""{"workflowInstanceIds":["{{id}}"],"alterations":[{"type":"ModifyVariable","variableId":"v1","value":9}]}""");
                break;
            case "child":
                await hub.TellAsync(hub.Get<IInstanceDirectory>().RunningChildren(ElsaHub.Tenant, id, "", 1)[0], "live-child");
                break;
            case "delete":
                Assert.Equal(HttpStatusCode.NoContent, (await hub.SendAsync(HttpMethod.Delete, $"/workflow-instances/{id}")).Status);
                break;
        }

        Assert.All(await client.UpdateAsync(id), stats => Assert.StartsWith("Workflow", stats.GetProperty("activityNodeId").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task ObserveInstance_OfNobodyOrOfAnother_IsRefused()
    {
        var id = await hub.RunAsync(await hub.PublishAsync(ElsaHub.Await("live-own")));
        await using var stranger = await LiveClient.ConnectAsync(hub, (await hub.KeyAsync(Roles.Designer, ElsaHub.OtherTenant)).Text);

        var foreign = await stranger.AskAsync(id);
        var unknown = await stranger.AskAsync("nobody");

        Assert.Contains("collectivité", foreign, StringComparison.Ordinal);
        Assert.Equal(foreign, unknown);
    }

    [Fact]
    public async Task ObserveInstance_BeyondAConnectionsShare_IsRefused()
    {
        var definitionId = await hub.PublishAsync(ElsaHub.Await("live-many"));
        await using var client = await ConnectAsync();
        var answers = new List<string?>();

        for (var i = 0; i <= LiveConnection.MostInstances; i++)
        {
            answers.Add(await client.AskAsync(await hub.RunAsync(definitionId)));
        }

        Assert.All(answers[..^1], Assert.Null);
        Assert.NotNull(answers[^1]);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData(Roles.Connector, HttpStatusCode.Forbidden)]
    [InlineData(Roles.Director, HttpStatusCode.OK)]
    public async Task Negotiate_ByRole_NeedsTheRightToSeeWorkflows(string? role, HttpStatusCode expected)
    {
        using var client = hub.Anybody();
        client.DefaultRequestHeaders.Authorization = role is null ? null : new AuthenticationHeaderValue("ApiKey", (await hub.KeyAsync(role, ElsaHub.Tenant)).Text);

        var (status, _) = await LiveClient.NegotiateAsync(client);

        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task Connect_WithATokenInTheAddress_WorksHereAndNowhereElse()
    {
        var id = await hub.RunAsync(await hub.PublishAsync(ElsaHub.Await("live-token")));
        var key = await hub.KeyAsync(Roles.Designer, ElsaHub.Tenant);
        using var anybody = hub.Anybody();
        var login = await anybody.PostAsync("/elsa/api/identity/login", new StringContent($$"""{"username":"x","password":"{{key.Text}}"}"""));
        var token = JsonElement.Parse(await login.Content.ReadAsStringAsync()).GetProperty("accessToken").GetString();

        await using var client = await LiveClient.OpenAsync(hub, $"access_token={token}");

        Assert.Null(await client.AskAsync(id));
        Assert.Equal(HttpStatusCode.Unauthorized, (await anybody.GetAsync($"/elsa/api/features/installed?access_token={token}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await LiveClient.NegotiateAsync(anybody, "&access_token=no")).Status);
    }

    [Fact]
    public async Task Connect_WithASessionFromAnotherSite_IsRefused()
    {
        var cookie = await SignInAsync();
        using var page = hub.Anybody();
        page.DefaultRequestHeaders.Add("Cookie", cookie);
        page.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        var own = hub.Address.GetLeftPart(UriPartial.Authority);

        var (negotiated, _) = await LiveClient.NegotiateAsync(page);
        var socket = await Record.ExceptionAsync(() => LiveClient.OpenAsync(hub, "", ("Cookie", cookie), ("Origin", "https://elsewhere.example")));
        var told = await Record.ExceptionAsync(() => LiveClient.OpenAsync(hub, "", ("Cookie", cookie), ("Origin", own), ("Sec-Fetch-Site", "same-site")));
        await using var fromOurPage = await LiveClient.OpenAsync(hub, "", ("Cookie", cookie), ("Origin", own));

        Assert.Equal(HttpStatusCode.Forbidden, negotiated);
        Assert.Contains("403", Assert.IsType<WebSocketException>(socket).Message, StringComparison.Ordinal);
        Assert.Contains("403", Assert.IsType<WebSocketException>(told).Message, StringComparison.Ordinal);
        Assert.NotNull(await fromOurPage.AskAsync("nobody"));
    }

    [Fact]
    public async Task ObserveInstance_ThatCommitsAllTheTime_HearsALittleOfIt()
    {
        var id = await hub.RunAsync(await hub.PublishAsync(ElsaHub.Await("live-busy")));
        await using var client = await ConnectAsync();
        await client.ObserveAsync(id);
        await client.UpdateAsync(id);
        var updates = 0;

        for (var i = 0; i < 100_000; i++)
        {
            hub.Get<InstanceChanges>().Tell(id);
        }

        await hub.PostAsync($"/cancel/workflow-instances/{id}", "");
        do
        {
            updates++;
        }
        while (!(await client.UpdateAsync(id)).Any(stats => stats.GetProperty("activityId").GetString() == "a1" && !stats.GetProperty("isBlocked").GetBoolean()));
        Assert.InRange(updates, 1, 1000);
    }

    [Fact]
    public async Task Connection_OfARevokedKey_HearsNothingMore()
    {
        var id = await hub.RunAsync(await hub.PublishAsync(ElsaHub.Await("live-revoked")));
        var key = await hub.KeyAsync(Roles.Designer, ElsaHub.Tenant);
        await using var client = await LiveClient.ConnectAsync(hub, key.Text);
        await client.ObserveAsync(id);
        await client.UpdateAsync(id);

        Assert.True(await hub.Get<ApiKeyIssuer>().RevokeAsync(key.Key.Id, "test", CancellationToken.None));
        await hub.TellAsync(id, "live-revoked");

        await client.ClosedAsync();
    }

    [Fact]
    public async Task Connection_BeyondTheShareOfOneKey_IsRefusedAndItsPlaceIsFreeAgainAfterwards()
    {
        var key = await hub.KeyAsync(Roles.Designer, ElsaHub.Tenant);
        var updates = hub.Get<LiveUpdates>();
        await using (var first = await LiveClient.ConnectAsync(hub, key.Text))
        {
            Assert.NotNull(await first.AskAsync("nobody"));
            var caller = new Hub.Server.Web.Caller
            {
                KeyId = key.Key.Id, DisplayName = "test", Roles = FrozenSet<string>.Empty, Permissions = FrozenSet<string>.Empty, Tenant = ElsaHub.Tenant, AllTenants = false,
            };
            for (var i = 1; i < updates.MostOfOneKey; i++)
            {
                Assert.True(updates.TryConnect($"full-{i}", caller, () => { }));
            }

            await using var refused = await LiveClient.ConnectAsync(hub, key.Text);
            Assert.Contains("Fermez des pages", await refused.ClosedAsync(), StringComparison.Ordinal);
            for (var i = 1; i < updates.MostOfOneKey; i++)
            {
                updates.Disconnect($"full-{i}");
            }
        }

        await using var again = await LiveClient.ConnectAsync(hub, key.Text);
        Assert.NotNull(await again.AskAsync("nobody"));
    }

    [Fact]
    public async Task Disconnect_OfTheLastWhoLooks_CostsCommitsNothingAnyMore()
    {
        var id = await hub.RunAsync(await hub.PublishAsync(ElsaHub.Await("live-gone")));
        var before = hub.Get<LiveUpdates>().Instances;
        await using (var client = await ConnectAsync())
        {
            await client.ObserveAsync(id);
            await client.UpdateAsync(id);
            Assert.True(hub.Get<LiveUpdates>().Instances > 0);
        }

        await DesignerHub.UntilAsync("nobody looks any more", () => hub.Get<LiveUpdates>().Instances <= before);
        await hub.TellAsync(id, "live-gone");
    }

    [Fact]
    public async Task Stop_WhileSomebodyLooks_EndsTheConnection()
    {
        var own = new ElsaHub();
        await own.InitializeAsync();
        var id = await own.RunAsync(await own.PublishAsync(ElsaHub.Await("live-stop")));
        await using var client = await LiveClient.ConnectAsync(own, (await own.KeyAsync(Roles.Designer, ElsaHub.Tenant)).Text);
        await client.ObserveAsync(id);
        await client.UpdateAsync(id);

        var closed = client.ClosedAsync();
        await own.DisposeAsync().WaitAsync(TimeSpan.FromSeconds(60));

        await closed;
    }

    private async Task<LiveClient> ConnectAsync() => await LiveClient.ConnectAsync(hub, (await hub.KeyAsync(Roles.Designer, ElsaHub.Tenant)).Text);

    private async Task<string> SignInAsync()
    {
        using var client = hub.Anybody();
        using var form = new FormUrlEncodedContent([new("key", (await hub.KeyAsync(Roles.Designer, ElsaHub.Tenant)).Text), new("return", "/designer/")]);
        using var response = await client.PostAsync("/sign-in", form);
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private async Task AssertAsReportedAsync(string id, params IReadOnlyList<JsonElement>[] updates)
    {
        var told = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var stats in updates.SelectMany(update => update))
        {
            told[stats.GetProperty("activityNodeId").GetString()!] = stats.GetRawText(); // a text
        }

        var report = await hub.PostAsync("/activity-executions/report", $$"""{"workflowInstanceId":"{{id}}"}""");
        var reported = report.GetProperty("stats").EnumerateArray().ToDictionary(stats => stats.GetProperty("activityNodeId").GetString()!, stats => stats.GetRawText()); // a text
        Assert.Equal(reported.OrderBy(step => step.Key, StringComparer.Ordinal), told);
    }

    private static (int Uncompleted, bool IsBlocked) Numbers(IReadOnlyList<JsonElement> stats, string activityId)
    {
        var one = Assert.Single(stats, step => step.GetProperty("activityId").GetString() == activityId);
        Assert.Equal(1, one.GetProperty("startedCount").GetInt32());
        return (one.GetProperty("uncompletedCount").GetInt32(), one.GetProperty("isBlocked").GetBoolean());
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(member => member.Name);
}

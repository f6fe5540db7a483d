using Hub.Workflows.Http;
using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Activities;

public sealed class HttpActivityTests
{
    private static string Request(string method, string more = "") => Json.Step("r", "FlowSendHttpRequest",
        $"\"url\":{Json.Literal("Uri", "https://example.org/a")},\"method\":{Json.Literal("String", method)},\"content\":{Json.Object("{\"n\":1}")},\"authorization\":{Json.Literal("String", "Bearer secret")},\"expectedStatusCodes\":{Json.Object("[200,404]")}{more}");

    private static string Flow(string request) => Json.Flowchart("f",
        [request, Json.Line("ok", "ok"), Json.Line("missing", "missing"), Json.Line("other", "other"), Json.Line("failed", "failed"), Json.Line("late", "late")],
        "r.200>ok", "r.404>missing", "r.Unmatched status code>other", "r.Failed to connect>failed", "r.Timeout>late");

    [Theory]
    [InlineData(200, HttpCallOutcome.Answered, "ok")]
    [InlineData(404, HttpCallOutcome.Answered, "missing")]
    [InlineData(500, HttpCallOutcome.Answered, "other")]
    [InlineData(0, HttpCallOutcome.FailedToConnect, "failed")]
    [InlineData(0, HttpCallOutcome.Timeout, "late")]
    public async Task Get_RunsInsideTheBurst_AndLeavesByItsStatus(int status, HttpCallOutcome outcome, string line)
    {
        var caller = new Caller(new HttpCallResult(outcome, status, [], JsonValues.From("body")));

        var burst = await new TestEngine { Host = caller }.RunAsync(Flow(Request("GET")));

        Assert.Equal([line], burst.WrittenLines);
        Assert.Equal("Bearer secret", Assert.Single(caller.Calls).Authorization);
        Assert.Empty(burst.Effects);
    }

    [Fact]
    public void ToJson_HeaderThatComesTwice_IsOneListInItsOrder()
    {
        var result = new HttpCallResult(
            HttpCallOutcome.Answered,
            200,
            [new("Link", "</1>"), new("Date", "today"), new("link", "</2>"), new("LINK", "</3>"), new("Date", "")],
            default);

        Assert.Equal("""{"Link":["</1>","</2>","</3>"],"Date":["today",""]}""", result.ToJson().GetProperty("headers").GetRawText());
    }

    [Fact]
    public async Task Post_IsAnEffectWhoseIdDoesNotDependOnTheAttempt()
    {
        var caller = new Caller(new HttpCallResult(HttpCallOutcome.Answered, 200, [], default));
        var engine = new TestEngine { Host = caller };
        var graph = engine.Compile(Flow(Request("POST")));
        var burst = await engine.StartAsync(graph);
        var again = await engine.StartAsync(graph);

        var effect = Assert.Single(burst.Effects);
        Assert.Empty(caller.Calls);
        Assert.Equal(WorkflowSubStatus.Suspended, burst.Instance.SubStatus);
        Assert.Equal(effect.EffectId, again.Effects[0].EffectId);
        Assert.NotEqual(effect.BookmarkId, again.Effects[0].BookmarkId);
        Assert.Equal(effect.EffectId, burst.Instance.Bookmarks[0].EffectId);
        Assert.False(effect.IsIdempotent);
        var call = HttpCall.FromJson(effect.Request);
        Assert.Equal(("POST", "https://example.org/a", "{\"n\":1}"), (call.Method, call.Url, call.Content.GetRawText()));

        var instance = WorkflowInstance.Deserialize(burst.Instance.Serialize());
        var end = await engine.ResumeAsync(graph, instance, effect.BookmarkId, new HttpCallResult(HttpCallOutcome.Answered, 404, [], default).ToJson().GetRawText());
        Assert.Equal(["missing"], end.WrittenLines);
    }

    [Theory]
    [InlineData(HttpCallOutcome.FailedToConnect, "failed", "connection broke")]
    [InlineData(HttpCallOutcome.Timeout, "late", "in time")]
    public async Task Post_SentAndNotAnswered_LeavesAsInElsaAndTheJournalSaysItIsUnknown(HttpCallOutcome outcome, string line, string reason)
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Flow(Request("POST")));
        var burst = await engine.StartAsync(graph);

        var end = await engine.ResumeAsync(graph, burst.Instance, burst.Effects[0].BookmarkId, new HttpCallResult(outcome, 0, [], default, IsUnknown: true).ToJson().GetRawText());

        Assert.Equal([line], end.WrittenLines);
        var note = Assert.Single(end.Journal, entry => entry.Event == JournalEvent.Noted);
        Assert.Contains("outcome is unknown", note.Message, StringComparison.Ordinal);
        Assert.Contains(reason, note.Message, StringComparison.Ordinal);
        Assert.Empty(end.Incidents);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Post_NotAnsweredAndNoWayDrawn_IsAnIncidentOnlyWhenItWasSent(bool isUnknown, int incidents)
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Flowchart("f", [Request("POST"), Json.Line("ok", "ok")], "r.200>ok"));
        var burst = await engine.StartAsync(graph);

        var end = await engine.ResumeAsync(graph, burst.Instance, burst.Effects[0].BookmarkId, new HttpCallResult(HttpCallOutcome.FailedToConnect, 0, [], default, isUnknown).ToJson().GetRawText());

        Assert.Equal(incidents, end.Incidents.Count(incident => incident.Message.Contains("outcome is unknown", StringComparison.Ordinal)));
        Assert.Empty(end.WrittenLines);
    }

    [Fact]
    public async Task Post_StateAndRecords_HoldNoCredentials()
    {
        var burst = await new TestEngine().RunAsync(Flow(Request("POST")));

        Assert.DoesNotContain("secret", System.Text.Encoding.UTF8.GetString(burst.Instance.Serialize()), StringComparison.Ordinal);
        Assert.DoesNotContain(burst.ActivityRecords.SelectMany(record => record.ActivityState), value => value.Key == "Authorization");
        Assert.Contains(burst.ActivityRecords.SelectMany(record => record.ActivityState), value => value.Key == "Url");
    }

    [Fact]
    public async Task Post_OutcomeUnknown_BecomesAnIncident()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Flow(Request("POST")));
        var burst = await engine.StartAsync(graph);

        burst = await engine.ResumeAsync(graph, burst.Instance, burst.Effects[0].BookmarkId, fault: "outcome unknown");

        Assert.Equal(WorkflowSubStatus.Faulted, burst.Instance.SubStatus);
        Assert.Equal("outcome unknown", Assert.Single(burst.Incidents).Message);
    }

    [Fact]
    public async Task SendHttpRequest_ExpectedStatus_RunsItsActivity()
    {
        var root = Json.Step("r", "SendHttpRequest", $"\"url\":{Json.Literal("Uri", "https://example.org/")},\"expectedStatusCodes\":[{{\"statusCode\":201,\"activity\":{Json.Line("c", "created")}}}],\"unmatchedStatusCode\":{Json.Line("u", "unmatched")}");
        var engine = new TestEngine();
        var graph = engine.Compile(root);

        engine.Host = new Caller(new HttpCallResult(HttpCallOutcome.Answered, 201, [], default));
        Assert.Equal(["created"], (await engine.StartAsync(graph)).WrittenLines);
        engine.Host = new Caller(new HttpCallResult(HttpCallOutcome.Answered, 200, [], default));
        Assert.Equal(["unmatched"], (await engine.StartAsync(graph)).WrittenLines);
    }

    [Fact]
    public async Task HttpEndpoint_InsideAFlow_OneBookmarkAMethodAndOneRequestEndsAll()
    {
        var endpoint = Json.Step("h", "HttpEndpoint", $"\"path\":{Json.Literal("String", "return/{id}")},\"supportedMethods\":{Json.Object("[\"GET\",\"POST\"]")},\"routeData\":{{\"typeName\":\"Object\",\"memoryReference\":{{\"id\":\"route\"}}}}");
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Sequence("q", endpoint), "\"outputs\":[{\"type\":\"Object\",\"name\":\"route\"}],");
        var burst = await engine.StartAsync(graph);
        Assert.Equal(2, burst.CreatedBookmarks.Count);
        Assert.Equal(Stimulus.Hash(Stimulus.HttpEndpoint, Stimulus.ForHttpEndpoint("/return/{id}", "POST")), burst.CreatedBookmarks[1].Hash);

        var request = new HttpEndpointRequest("POST", "/return/7", JsonValues.Parse("""{"id":"7"}"""), JsonValues.EmptyObject, JsonValues.EmptyObject, default, default, null);
        burst = await engine.ResumeAsync(graph, burst.Instance, burst.Instance.Bookmarks[1].Id, request.ToJson().GetRawText());

        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
        Assert.Equal("7", burst.Instance.Output["route"].GetProperty("id").GetString());
        Assert.Equal(2, burst.BurnedBookmarks.Count);
    }

    [Fact]
    public async Task WriteHttpResponse_WithoutRequest_Faults()
    {
        var burst = await new TestEngine().RunAsync(Json.Step("w", "WriteHttpResponse", $"\"content\":{Json.Literal("Object", "x")}"));

        Assert.Contains("no HTTP request", Assert.Single(burst.Incidents).Message, StringComparison.Ordinal);
    }

    private sealed class Caller(HttpCallResult result) : IHttpCaller
    {
        public List<HttpCall> Calls { get; } = [];

        public async ValueTask<HttpCallResult> CallAsync(HttpCall call, CancellationToken cancellationToken)
        {
            Calls.Add(call);
            // Really asynchronous, as the network is.
            await Task.Yield();
            return result;
        }
    }
}

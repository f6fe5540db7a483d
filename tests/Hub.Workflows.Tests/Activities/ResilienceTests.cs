using Hub.Workflows.Graph;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Activities;

public sealed class ResilienceTests
{
    private const string Quick = """{"mode":"Identifier","strategyId":"http-quick"}""";

    private static WorkflowGraph Compile(TestEngine engine, string method, string strategy) => engine.Compile(Json.Flowchart("f",
        [
            Json.Step("r", "FlowSendHttpRequest", $"\"url\":{Json.Literal("Uri", "https://example.org/a")},\"method\":{Json.Literal("String", method)},\"authorization\":{{\"typeName\":\"String\",\"expression\":{{\"type\":\"JavaScript\",\"value\":\"'Bearer ' + 1\"}}}},\"customProperties\":{{\"resilienceStrategy\":{strategy}}}"),
            Json.Line("ok", "ok"), Json.Line("other", "other"), Json.Line("failed", "failed"),
        ],
        "r.200>ok", "r.Unmatched status code>other", "r.Failed to connect>failed"));

    private static HttpCallResult Status(int code) => new(HttpCallOutcome.Answered, code, [KeyValuePair.Create("Retry-After", "3")], default);

    // Through the store after every burst, as far as the engine goes on by itself.
    private static async Task<(Burst Last, List<TimeSpan> Pauses)> PlayAsync(TestEngine engine, WorkflowGraph graph)
    {
        var burst = await engine.StartAsync(graph);
        var pauses = new List<TimeSpan>();
        while (burst.Instance.Bookmarks is [{ Name: OwnBookmarks.Retry } retry])
        {
            pauses.Add(retry.DueAt!.Value - engine.Clock.Now);
            engine.Clock.Now = retry.DueAt.Value;
            burst = await engine.ResumeAsync(graph, WorkflowInstance.Deserialize(burst.Instance.Serialize()), retry.Id);
        }

        return (burst, pauses);
    }

    [Fact]
    public async Task Get_FailsTwiceThenAnswers_LeavesByTheAnswerAndItsRecordTellsTheAttempts()
    {
        var host = new Answers(Status(503), new HttpCallResult(HttpCallOutcome.Timeout, 0, [], default), Status(200));
        var engine = new TestEngine { Host = host };

        var (last, pauses) = await PlayAsync(engine, Compile(engine, "GET", Quick));

        Assert.Equal(["ok"], last.WrittenLines);
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], pauses);
        Assert.Equal(["Bearer 1", "Bearer 1", "Bearer 1"], host.Calls.Select(call => call.Authorization));
        var attempts = last.ActivityRecords.Single(record => record.Node.Id == "r").RetryAttempts;
        Assert.Equal(
            """[{"attemptNumber":1,"retryDelay":"00:00:01","details":{"Outcome":"Answered","StatusCode":"503","Retry-After":"3"}},{"attemptNumber":2,"retryDelay":"00:00:02","details":{"Outcome":"Timeout"}}]""",
            attempts.GetRawText());
    }

    [Fact]
    public async Task Get_FailsToTheEnd_LeavesAsTheLastAttemptDid()
    {
        var host = new Answers(Status(500));
        var engine = new TestEngine { Host = host };

        var (last, pauses) = await PlayAsync(engine, Compile(engine, "GET", Quick));

        Assert.Equal(["other"], last.WrittenLines);
        Assert.Equal(3, pauses.Count);
        Assert.Equal(4, host.Calls.Count);
    }

    [Theory]
    [InlineData("""{"mode":"Expression","expression":{"type":"JavaScript","value":"({ maxRetryAttempts: 2, delay: '00:10:00', backoffType: 'Linear' })"}}""", "00:10:00,00:20:00")]
    [InlineData("""{"mode":"Expression","expression":{"type":"JavaScript","value":"'http-quick'"}}""", "00:00:01,00:00:02,00:00:04")]
    [InlineData("""{"mode":"Expression","expression":{"type":"JavaScript","value":"null"}}""", "")]
    [InlineData("""{"mode":"Identifier","strategyId":"none-such"}""", "")]
    public async Task Strategy_ByExpressionOrUnknown_DecidesThePauses(string strategy, string pauses)
    {
        var engine = new TestEngine { Host = new Answers(Status(502)) };

        var played = await PlayAsync(engine, Compile(engine, "GET", strategy));

        Assert.Equal(pauses, string.Join(',', played.Pauses));
    }

    [Fact]
    public async Task Post_AnsweredWithATransientStatus_IsAClaimOfItsOwnWithTheSameKey()
    {
        var engine = new TestEngine();
        var graph = Compile(engine, "POST", Quick);
        var burst = await engine.StartAsync(graph);
        var first = Assert.Single(burst.Effects);

        burst = await engine.ResumeAsync(graph, burst.Instance, first.BookmarkId, Status(503).ToJson().GetRawText());
        burst = await engine.ResumeAsync(graph, WorkflowInstance.Deserialize(burst.Instance.Serialize()), Assert.Single(burst.Instance.Bookmarks).Id);

        var second = Assert.Single(burst.Effects);
        Assert.NotEqual(first.EffectId, second.EffectId);
        Assert.Equal((first.EffectId, first.EffectId), (first.IdempotencyKey, second.IdempotencyKey));
        Assert.Equal("Bearer 1", HttpCall.FromJson(second.Request).Authorization);
        burst = await engine.ResumeAsync(graph, burst.Instance, second.BookmarkId, Status(200).ToJson().GetRawText());
        Assert.Equal(["ok"], burst.WrittenLines);
    }

    [Theory]
    [InlineData("POST", false)]
    [InlineData("PUT", true)]
    public async Task Call_WhoseOutcomeIsUnknown_IsMadeAgainOnlyWhereThatDoesNoHarm(string method, bool again)
    {
        var engine = new TestEngine();
        var graph = Compile(engine, method, Quick);
        var burst = await engine.StartAsync(graph);

        burst = await engine.ResumeAsync(graph, burst.Instance, burst.Effects[0].BookmarkId, new HttpCallResult(HttpCallOutcome.FailedToConnect, 0, [], default, IsUnknown: true).ToJson().GetRawText());

        Assert.Equal(again, burst.Instance.Bookmarks is [{ Name: OwnBookmarks.Retry }]);
        Assert.Equal(again ? "" : "failed", string.Concat(burst.WrittenLines));
    }

    private sealed class Answers(params HttpCallResult[] results) : IHttpCaller
    {
        public List<HttpCall> Calls { get; } = [];

        public ValueTask<HttpCallResult> CallAsync(HttpCall call, CancellationToken cancellationToken)
        {
            Calls.Add(call);
            return new(results[Math.Min(Calls.Count, results.Length) - 1]);
        }
    }
}

using System.Text;
using Hub.Server.Exchange;

namespace Hub.Server.Tests.Exchange;

public sealed class ExchangePipelineTests : IAsyncLifetime
{
    private readonly FakeRecipient recipient = new();
    private readonly ExchangeScope scope;

    public ExchangePipelineTests() => scope = ExchangeScope.Open(recipient);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await scope.DisposeAsync();

    private int Effects => scope.EventsOf(FakeRecipient.Journey).Count;

    [Fact]
    public async Task SendAsync_SameIdManyTimesAtOnce_HasOneEffectAndOneAnswer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => SendAsync(scope.Message("m1"))))).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.All(answers, answer => Assert.True(answer.IsAccepted));
        Assert.Single(answers.Select(answer => Encoding.UTF8.GetString(answer.Reply.Span)).Distinct());
        Assert.Single(answers, answer => !answer.IsRepeat);
        Assert.Equal(1, Effects);
    }

    [Fact]
    public async Task SendAsync_SameIdWithOtherContent_IsAConflict()
    {
        await SendAsync(scope.Message("m1", """{"a":1}"""));

        var answer = await SendAsync(scope.Message("m1", """{"a":2}"""));

        Assert.Equal((409, "idempotency-key-reused"), (answer.Problem!.Status, answer.Problem.Code));
        Assert.Equal(1, Effects);
    }

    [Fact]
    public async Task SendAsync_SameIdAndContentForAnotherJourney_IsAConflictAndNotARepeat()
    {
        await SendAsync(scope.Message("m1", journey: "j1"));

        var answer = await SendAsync(scope.Message("m1", journey: "j2"));

        Assert.Equal(409, answer.Problem?.Status);
    }

    [Theory]
    [InlineData("{\"a\":", "not-json")]
    [InlineData("{\"a\":1,\"a\":2}", "not-json")]
    public async Task SendAsync_Refused_LeavesTheIdFreeForTheCorrectedContent(string data, string code)
    {
        var refused = await SendAsync(scope.Message("m1", data));
        var corrected = await SendAsync(scope.Message("m1", """{"a":1}"""));

        Assert.Equal(code, refused.Problem?.Code);
        Assert.True(corrected is { IsAccepted: true, IsRepeat: false });
    }

    [Fact]
    public async Task SendAsync_CallerLeavesAtTheCommit_IsDoneAllTheSame()
    {
        using var caller = new CancellationTokenSource();
        scope.Store.Before = () =>
        {
            caller.Cancel();
            return null;
        };

        var answer = await scope.Pipeline.SendAsync(scope.Message("m1"), null, caller.Token);

        Assert.True(answer.IsAccepted);
        Assert.Equal(1, Effects);
    }

    [Fact]
    public async Task SendAsync_StaleTwice_IsHandledAgainUntilItHolds()
    {
        var stale = 2;
        scope.Store.Before = () => stale-- > 0 ? CommitResult.Stale : null;

        var answer = await SendAsync(scope.Message("m1"));

        Assert.Equal("""{"call":3}""", Encoding.UTF8.GetString(answer.Reply.Span));
        Assert.Equal((3, 1), (recipient.Calls, Effects));
    }

    [Fact]
    public async Task SendAsync_AlwaysStale_GivesUpAndSaysTryLater()
    {
        scope.Store.Before = () => CommitResult.Stale;

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => SendAsync(scope.Message("m1")));

        Assert.Equal(StoreTrouble.Overloaded, error.Trouble);
        Assert.Equal(0, Effects);
    }

    private Task<ExchangeAnswer> SendAsync(Envelope envelope) => scope.Pipeline.SendAsync(envelope, null, CancellationToken.None);
}

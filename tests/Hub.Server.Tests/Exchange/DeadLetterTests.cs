using System.Text;
using Hub.Server.Exchange;
using Hub.Server.Exchange.DeadLetters;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Journeys;
using Hub.Server.Security.Audit;
using Hub.Server.Web;

namespace Hub.Server.Tests.Exchange;

public sealed class DeadLetterTests : IAsyncLifetime
{
    private readonly FakeChannel grc = new("grc") { Credit = 1 };
    private readonly ExchangeScope scope;

    public DeadLetterTests()
    {
        scope = ExchangeScope.Open(null, grc);
        grc.Policy = grc.Policy with { MaxAttempts = 1 };
    }

    public Task InitializeAsync() => scope.Relay.StartAsync(CancellationToken.None);

    public async Task DisposeAsync() => await scope.DisposeAsync();

    [Fact]
    public async Task Lane_LastAttemptFails_KeepsTheOriginalBytesAndTellsTheJourney()
    {
        await BuryAsync(scope.Command("c1", "p1", journey: "j1"));

        var letter = Assert.Single(scope.DeadLetters.List(new DeadLetterFilter(ExchangeScope.Tenant)));

        Assert.Equal(("unavailable", 1, "c1"), (letter.Code, letter.Attempts, letter.OutboxId));
        Assert.Equal("""{ "command" : "c1" }""", Encoding.UTF8.GetString(letter.Original.Span));
        Assert.Equal(JourneyEventTypes.DeadLettered, Assert.Single(scope.EventsOf("j1")).Type);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(KeptReply.MostBytes + 1)]
    public async Task Lane_AnswerCannotBeTaken_KeepsItBesideTheCommand(int size)
    {
        var reply = Enumerable.Range(0, size).Select(i => (byte)i).ToArray();
        await scope.SendAsync(scope.Command("c1", "p1"));
        (await grc.NextAsync()).AnswerWrongly(reply);
        await scope.Store.UntilAsync(() => scope.Outbox.Backlog().Count == 0, "it is a dead letter");

        var letter = Assert.Single(scope.DeadLetters.List(new DeadLetterFilter(ExchangeScope.Tenant)));

        Assert.Equal("""{ "command" : "c1" }""", Encoding.UTF8.GetString(letter.Original.Span));
        Assert.Equal(size, letter.RefusedReply()!.Size); // kept by the lane
        Assert.Equal(reply.Take(KeptReply.MostBytes), letter.RefusedReply()!.Bytes.ToArray());
    }

    [Fact]
    public async Task Lane_NoAnswerAtAll_KeepsNone()
    {
        await BuryAsync(scope.Command("c1", "p1"));

        Assert.Null(Assert.Single(scope.DeadLetters.List(new DeadLetterFilter(ExchangeScope.Tenant))).RefusedReply());
    }

    [Fact]
    public async Task Lane_RefusedForGood_IsAnAnswerAndNoDeadLetter()
    {
        await scope.SendAsync(scope.Command("c1", "p1", journey: "j1"));

        (await grc.NextAsync()).Fail("unknown-case", isRetryable: false);
        await scope.Store.UntilAsync(() => scope.Outbox.Find("c1") is null, "the command left the outbox");

        Assert.Empty(scope.DeadLetters.List(new DeadLetterFilter(ExchangeScope.Tenant)));
        Assert.Equal(JourneyEventTypes.CommandFailed, Assert.Single(scope.EventsOf("j1")).Type);
    }

    [Fact]
    public async Task Add_SameMessageRefusedAgain_IsOneLetter()
    {
        var (unknown, other) = (scope.Message("e1"), scope.Message("e2"));
        foreach (var (envelope, id) in new[] { (unknown, "l1"), (unknown, "l2"), (other, "l3") })
        {
            await scope.Store.CommitAsync([new AddDeadLetter(DeadLetter.Of(envelope, "payfip", ExchangeProblems.UnknownJourney, id, scope.Clock.GetUtcNow()))], CancellationToken.None);
        }

        Assert.Equal(["l1", "l3"], scope.DeadLetters.List(new DeadLetterFilter(ExchangeScope.Tenant)).Select(letter => letter.Id).Order());
    }

    [Fact]
    public async Task ReplayAsync_OneLetter_SendsThatOneOnly()
    {
        await BuryAsync(scope.Command("c1", "p1"), scope.Command("c2", "p2"));
        var second = scope.DeadLetters.List(new DeadLetterFilter(ExchangeScope.Tenant)).Single(letter => letter.OutboxId == "c2");

        Assert.True(await scope.Get<DeadLetterReplay>().ReplayAsync(ExchangeScope.Tenant, second.Id));
        Assert.False(await scope.Get<DeadLetterReplay>().ReplayAsync(new TenantId("200000008"), second.Id));

        var delivery = await grc.NextAsync();
        Assert.Equal(("c2", 1), (delivery.Message.Id, delivery.Message.Attempt));
        Assert.Equal("c1", Assert.Single(scope.DeadLetters.List(new DeadLetterFilter(ExchangeScope.Tenant))).OutboxId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("grc")]
    public async Task ReplayAsync_GroupOrAll_SendsThemInTheirOldOrder(string? system)
    {
        string[] ids = ["c1", "c2", "c3", "c4"];
        await BuryAsync([.. ids.Select(id => scope.Command(id, id))]);

        var count = await scope.Get<DeadLetterReplay>().ReplayAsync(new DeadLetterFilter(ExchangeScope.Tenant, system), CancellationToken.None);

        Assert.Equal(4, count);
        foreach (var id in ids)
        {
            var delivery = await grc.NextAsync();
            Assert.Equal(id, delivery.Message.Id);
            delivery.Answer();
        }

        await scope.Store.UntilAsync(() => scope.Outbox.Find("c4") is null, "the last one is answered");
        Assert.Empty(scope.DeadLetters.Groups(ExchangeScope.Tenant));
    }

    [Fact]
    public async Task EnterAsync_AnswerAfterTheHubGaveUp_TakesTheDeadLetterAway()
    {
        var command = scope.Command("c1", "p1", journey: "j1");
        await BuryAsync(command);

        var answer = await scope.Get<ReplyEntrance>().EnterAsync(command, "{}"u8.ToArray(), null);

        Assert.True(answer.IsAccepted);
        Assert.Empty(scope.DeadLetters.List(new DeadLetterFilter(ExchangeScope.Tenant)));
        Assert.Null(scope.Outbox.Find("c1"));
    }

    [Fact]
    public async Task DiscardAsync_Command_CountsAsRefusedAndFreesWhatWaitedBehindIt()
    {
        await scope.SendAsync(scope.Command("c1", "p1", journey: "j1"), scope.Command("c2", "p1"));
        (await grc.NextAsync()).Fail();
        await scope.Store.UntilAsync(() => scope.DeadLetters.Groups(ExchangeScope.Tenant).Count == 1, "the first is a dead letter");
        var letter = Assert.Single(scope.DeadLetters.List(new DeadLetterFilter(ExchangeScope.Tenant)));

        Assert.False(await scope.Get<DeadLetterDiscard>().DiscardAsync(new TenantId("200000008"), letter.Id, Decided(letter.Id)));
        Assert.True(await scope.Get<DeadLetterDiscard>().DiscardAsync(ExchangeScope.Tenant, letter.Id, Decided(letter.Id)));
        Assert.False(await scope.Get<DeadLetterDiscard>().DiscardAsync(ExchangeScope.Tenant, letter.Id, Decided(letter.Id)));

        Assert.Equal("c2", (await grc.NextAsync()).Message.Id);
        Assert.Null(scope.Outbox.Find("c1"));
        Assert.Empty(scope.DeadLetters.List(new DeadLetterFilter(ExchangeScope.Tenant)));
        Assert.Equal([JourneyEventTypes.DeadLettered, JourneyEventTypes.CommandFailed], scope.EventsOf("j1").Select(happened => happened.Type));
        Assert.Contains("discarded by decision", scope.EventsOf("j1")[^1].Summary.En, StringComparison.Ordinal);
        Assert.Equal(letter.Id, Assert.Single(scope.Get<IAuditStore>().Search(new AuditSearch(ExchangeScope.Tenant))).Entry.Subject);
    }

    [Fact]
    public async Task DiscardAsync_InboundMessage_IsForgotten()
    {
        await scope.Store.CommitAsync(
            [new AddDeadLetter(DeadLetter.Of(scope.Message("e1"), "payfip", ExchangeProblems.UnknownJourney, "l1", scope.Clock.GetUtcNow()))], CancellationToken.None);

        Assert.True(await scope.Get<DeadLetterDiscard>().DiscardAsync(ExchangeScope.Tenant, "l1", Decided("l1")));

        Assert.Empty(scope.DeadLetters.List(new DeadLetterFilter(ExchangeScope.Tenant)));
        Assert.Equal(AuditCatalog.DeadLetterDiscarded, Assert.Single(scope.Get<IAuditStore>().Search(new AuditSearch(ExchangeScope.Tenant))).Entry.Action);
    }

    private AuditEntry Decided(string letterId) =>
        new() { At = scope.Clock.GetUtcNow(), Tenant = ExchangeScope.Tenant.Value, Actor = "operator", Action = AuditCatalog.DeadLetterDiscarded, Subject = letterId };

    private async Task BuryAsync(params OutboxMessage[] commands)
    {
        await scope.SendAsync(commands);
        foreach (var _ in commands)
        {
            (await grc.NextAsync()).Fail();
        }

        await scope.Store.UntilAsync(() => scope.Outbox.Backlog().Count == 0, "all are dead letters");
    }
}

using System.Text;
using Hub.Server.Tests.Exchange;
using Hub.Server.Workflows;

namespace Hub.Server.Tests.Workflows;

public sealed class EffectQueueTests
{
    private readonly EffectQueue queue = new(LoadLimits.For(0, 1) with { Effects = 64, EffectBytes = 16 * 1024 * 1024 });

    [Fact]
    public void Take_OneHostFloods_LeavesPlacesToTheOthers()
    {
        for (var i = 0; i < 40; i++)
        {
            queue.Add(Claim($"slow-{i}", "slow.exemple.fr"));
        }

        queue.Add(Claim("quick-1", "quick.exemple.fr"));
        var taken = TakeAll();

        Assert.Equal(EffectQueue.PerHost, taken.Count(effect => effect.Host == "slow.exemple.fr"));
        Assert.Contains(taken, effect => effect.EffectId == "quick-1");
    }

    [Fact]
    public void Answered_ResultNotKeptYet_GivesItsHostsPlaceToTheNext()
    {
        for (var i = 0; i < EffectQueue.PerHost; i++)
        {
            queue.Add(Claim($"a-{i}", "a.exemple.fr"));
        }

        var first = TakeAll();
        for (var i = 0; i < 3; i++)
        {
            queue.Add(Claim($"b-{i}", "a.exemple.fr"));
        }

        Assert.Empty(TakeAll());
        first.ForEach(queue.Answered);
        first.ForEach(queue.Answered);
        var second = TakeAll();

        Assert.Equal((EffectQueue.PerHost, 3), (first.Count, second.Count));
        Assert.Equal(EffectQueue.PerHost + 3, queue.Running);
        first.ForEach(queue.Done);
        second.ForEach(queue.Done);
        Assert.Equal(0, queue.Running);
    }

    [Fact]
    public void Take_ManyAnsweredAndNotKept_WaitsForTheStore()
    {
        for (var i = 0; i < 400; i++)
        {
            queue.Add(Claim($"{i}", $"host-{i % 40}.exemple.fr"));
            TakeAll().ForEach(queue.Answered);
        }

        Assert.Equal(EffectQueue.Inside, queue.Running);
    }

    [Fact]
    public void Take_TwoHosts_TakeTurns()
    {
        for (var i = 0; i < 3; i++)
        {
            queue.Add(Claim($"a-{i}", "a.exemple.fr"));
        }

        queue.Add(Claim("b-0", "b.exemple.fr"));

        Assert.Equal(["a-0", "b-0"], new[] { queue.Take()!.EffectId, queue.Take()!.EffectId }); // four wait
    }

    [Fact]
    public void Open_CallsWait_HandsOverWhatFitsAndTheNextWithEachPlace()
    {
        var started = new List<QueuedEffect>();
        for (var i = 0; i < EffectQueue.PerHost; i++)
        {
            queue.Add(Claim($"a-{i}", "a.exemple.fr"));
        }

        queue.Open(started.Add);
        queue.Add(Claim("a-next", "a.exemple.fr"));
        Assert.Equal(EffectQueue.PerHost, started.Count);
        queue.Answered(started[0]);
        Assert.Equal(EffectQueue.PerHost + 1, started.Count);
        queue.Add(Claim("b-0", "b.exemple.fr"));
        Assert.Equal("b-0", started[^1].EffectId);

        queue.Close();
        queue.Add(Claim("b-1", "b.exemple.fr"));
        started.ForEach(queue.Done);

        Assert.Equal((EffectQueue.PerHost + 2, 1, 0), (started.Count, queue.Waiting, queue.Running));
    }

    [Fact]
    public void Add_SameClaimTwice_IsMadeOnce()
    {
        queue.Add(Claim("a", "a.exemple.fr"));
        queue.Add(Claim("a", "a.exemple.fr"));
        var taken = Assert.Single(TakeAll());
        queue.Add(Claim("a", "a.exemple.fr"));
        Assert.Empty(TakeAll());

        queue.Done(taken);

        Assert.Equal((0, 0), (queue.Waiting, queue.Running));
    }

    [Fact]
    public void Add_MoreThanOneHostMayHave_StaysInTheStoreAndLeavesRoom()
    {
        for (var i = 0; i < 1000; i++)
        {
            queue.Add(Claim($"slow-{i}", "slow.exemple.fr"));
        }

        Assert.True(queue.HasOverflowed);
        Assert.Equal(16, queue.Waiting);
        queue.Add(Claim("quick-1", "quick.exemple.fr"));
        Assert.Equal(17, queue.Waiting);
    }

    [Fact]
    public void Room_HostOverflowed_ComesOnceHalfOfItIsMade()
    {
        var added = Enumerable.Range(0, 40).Count(i => queue.Add(Claim($"a-{i:00}", "a.exemple.fr")));
        Assert.Equal(16, added);
        var room = queue.Room;

        for (var i = 0; i < 7; i++)
        {
            _ = queue.Take();
        }

        Assert.False(room.IsCompleted);
        _ = queue.Take();
        Assert.True(room.IsCompleted);
        room = queue.Room;
        _ = TakeAll();
        Assert.False(room.IsCompleted);
    }

    [Fact]
    public void Add_NewWhileOlderOnesWaitInTheStore_GoesBehindThem()
    {
        for (var i = 0; i < 20; i++)
        {
            queue.Add(Claim($"a-{i:00}", "a.exemple.fr"));
        }

        _ = queue.Take();
        Assert.False(queue.Add(New("a-20", "a.exemple.fr")));
        Assert.True(queue.Add(Claim("a-16", "a.exemple.fr")));
        Assert.True(queue.Add(New("b-1", "b.exemple.fr")));
    }

    [Fact]
    public void Room_AllOverflowed_ComesOnceHalfIsMade()
    {
        for (var i = 0; i < 100; i++)
        {
            queue.Add(Claim($"{i}", $"host-{i % 20}.exemple.fr"));
        }

        Assert.Equal((64, true), (queue.Waiting, queue.HasOverflowed));
        var room = queue.Room;
        for (var i = 0; i < 31; i++)
        {
            _ = queue.Take();
        }

        Assert.False(room.IsCompleted);
        _ = queue.Take();
        Assert.True(room.IsCompleted);
    }

    [Fact]
    public void Add_LargeRequests_AreBoundedByTheirBytes()
    {
        for (var i = 0; i < 12; i++)
        {
            queue.Add(QueuedEffect.Of(new ClaimedEffect($"large-{i}", ExchangeScope.Tenant, "i", "p", "b", new byte[1024 * 1024], default)));
        }

        Assert.Equal(8, queue.Waiting);
        Assert.True(queue.HasOverflowed);
    }

    [Fact]
    public void Add_HeldByAnother_IsNotMadeUntilReleased()
    {
        queue.Hold("left");
        queue.Add(Claim("left", "a.exemple.fr"));
        Assert.Empty(TakeAll());

        queue.Released("left");
        queue.Add(Claim("left", "a.exemple.fr"));
        Assert.Single(TakeAll());
    }

    [Fact]
    public void Add_RequestThatCannotBeRead_IsTakenLikeAnyOther()
    {
        queue.Add(QueuedEffect.Of(new ClaimedEffect("broken", ExchangeScope.Tenant, "i", "p", "b", "{"u8.ToArray(), default)));

        var taken = Assert.Single(TakeAll());
        Assert.Equal(("broken", "", ""), (taken.EffectId, taken.Host, taken.Request.Kind));
    }

    private List<QueuedEffect> TakeAll()
    {
        var taken = new List<QueuedEffect>();
        while (queue.Take() is { } next)
        {
            taken.Add(next);
        }

        return taken;
    }

    // As its burst gives it, not read from the store.
    private static QueuedEffect New(string id, string host) => Claim(id, host) with { IsReadAgain = false };

    private static QueuedEffect Claim(string id, string host) => QueuedEffect.Of(new ClaimedEffect(
        id,
        ExchangeScope.Tenant,
        "instance",
        "partition",
        "bookmark",
        Encoding.UTF8.GetBytes($$$"""{"Kind":"http","IsIdempotent":false,"Request":{"method":"POST","url":"https://{{{host}}}/x"}}"""),
        default));
}

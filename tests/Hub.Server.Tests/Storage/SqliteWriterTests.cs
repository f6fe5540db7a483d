using Hub.Server.Exchange;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Journeys;
using Hub.Server.Storage.Sqlite;
using Hub.Server.Workflows;

namespace Hub.Server.Tests.Storage;

public sealed class SqliteWriterTests : IDisposable
{
    private static readonly TenantId Tenant = new("213105554");
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    private readonly TestStore store = new();

    public void Dispose() => store.Dispose();

    [Fact]
    public async Task CommitAsync_UnitWithConflict_LeavesNothingBehind()
    {
        await store.CommitAsync(Instance(1));

        var result = await store.CommitAsync(Event("j1"), Instance(3));

        Assert.Equal(CommitResult.Stale, result);
        Assert.Empty(new SqliteJourneys(store.Database).Events(Tenant, new("j1")));
    }

    [Fact]
    public async Task CommitAsync_ConflictInAGroup_DoesNotDisturbItsNeighbours()
    {
        await store.CommitAsync(Instance(1));

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => i % 10 == 0
            ? store.CommitAsync(Instance(7))
            : store.CommitAsync(Event($"j{i}"))));

        Assert.Equal(20, results.Count(result => result == CommitResult.Stale));
        Assert.Equal(180, Enumerable.Range(0, 200).Count(i => new SqliteJourneys(store.Database).Events(Tenant, new($"j{i}")).Count == 1));
    }

    [Fact]
    public async Task CommitAsync_BrokenUnit_FailsAloneAndTheNextOneWorks()
    {
        var broken = store.CommitAsync(new AddBookmark(new StoredBookmark("b", Tenant, null!, "p", null, "n", "h", null)));
        var good = store.CommitAsync(Event("j1"));

        await Assert.ThrowsAnyAsync<Exception>(() => broken);
        Assert.Equal(CommitResult.Committed, await good);
    }

    [Fact]
    public async Task CommitAsync_ThenReopen_FindsWhatWasCommitted()
    {
        await store.CommitAsync(Event("j1"), new AddToOutbox(Command("c1", "p1")));

        store.Reopen();

        Assert.Single(new SqliteJourneys(store.Database).Events(Tenant, new("j1")));
        Assert.NotNull(new SqliteOutbox(store.Database).Find("c1"));
    }

    [Fact]
    public void Open_StoreOfANewerHub_IsRefusedWithBothVersions()
    {
        using (var session = store.Database.OpenWriter())
        {
            session.Execute("PRAGMA user_version = 999");
        }

        var error = Assert.Throws<StoreVersionException>(() => new SqliteDatabase(store.Folder));

        Assert.Contains("999", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EveryWriter_SyncsFully()
    {
        using var session = store.Database.OpenWriter();

        Assert.Equal("wal", session.First("PRAGMA journal_mode", row => row.GetString(0)));
        Assert.Equal(2, session.First("PRAGMA synchronous", row => row.GetInt32(0)));
    }

    [Fact]
    public async Task Due_SeveralCommandsOfOnePartition_GivesOnlyTheFirst()
    {
        await store.CommitAsync(new AddToOutbox(Command("c1", "p1")), new AddToOutbox(Command("c2", "p1")), new AddToOutbox(Command("c3", "p2")));
        var outbox = new SqliteOutbox(store.Database);

        Assert.Equal(["c1", "c3"], outbox.Due("grc", Now, 10).Select(message => message.Id));

        await store.CommitAsync(new RemoveFromOutbox(Tenant, "c1"));
        Assert.Equal(["c2", "c3"], outbox.Due("grc", Now, 10).Select(message => message.Id));
    }

    [Fact]
    public async Task Due_BehindADeadLetter_WaitsForItsReturn()
    {
        await store.CommitAsync(new AddToOutbox(Command("c1", "p1")), new AddToOutbox(Command("c2", "p1")));
        var outbox = new SqliteOutbox(store.Database);
        var letter = Server.Exchange.DeadLetters.DeadLetter.Of(outbox.Find("c1")!, new DeliveryFailure("timeout", "No answer.", true), 10, "d1", Now);

        await store.CommitAsync(new Server.Exchange.DeadLetters.BuryOutboxMessage(letter));

        Assert.Empty(outbox.Due("grc", Now, 10));

        await store.CommitAsync(new Server.Exchange.DeadLetters.ReviveDeadLetter(letter, Now));
        Assert.Equal("c1", Assert.Single(outbox.Due("grc", Now, 10)).Id);
        Assert.Empty(new SqliteDeadLetters(store.Database).Groups(Tenant));
    }

    [Fact]
    public async Task Inbox_SameMessageTwice_SecondUnitIsNotWritten()
    {
        var id = new MessageId(Tenant, "hub:requests", "key-1");
        var exchange = new MessageExchange(new Envelope { MessageId = id, Type = "t", Subject = "s", Time = Now }, new UnitOfWork(store.Writer), null);

        var first = await store.CommitAsync(new RecordInInbox(id, exchange.ContentHash, exchange, Now), Event("j1"));
        var second = await store.CommitAsync(new RecordInInbox(id, exchange.ContentHash, exchange, Now), Event("j2"));

        Assert.Equal((CommitResult.Committed, CommitResult.AlreadySeen), (first, second));
        Assert.Empty(new SqliteJourneys(store.Database).Events(Tenant, new("j2")));
    }

    [Fact]
    public async Task Journeys_OfAnotherTenant_DoNotExist()
    {
        await store.CommitAsync(new StartJourney(new Journey
        {
            Id = new("j1"), Tenant = Tenant, RequestId = "r1", Procedure = "p", Channel = "web", State = JourneyState.Waiting,
            HandOverCode = "AAAA-BBBB", CreatedAt = Now, UpdatedAt = Now,
        }));
        var journeys = new SqliteJourneys(store.Database);
        var other = new TenantId("200000008");

        Assert.NotNull(journeys.Find(Tenant, new("j1")));
        Assert.Null(journeys.Find(other, new("j1")));
        Assert.Null(journeys.FindByHandOverCode(other, "AAAA-BBBB"));
        Assert.Empty(journeys.Search(new JourneySearch(other, Key: "r1")));
        Assert.Equal("j1", journeys.FindByHandOverCode(Tenant, "AAAA-BBBB")!.Value.Value);
    }

    private static AppendJourneyEvent Event(string journey) =>
        new(Tenant, new JourneyEvent(new(journey), Now, JourneyEventTypes.RequestReceived, "hub", "web", new("Reçue", "Received")));

    private static OutboxMessage Command(string id, string partition) => new()
    {
        Id = id, Tenant = Tenant, Partition = partition, Connector = "grc", Operation = "openCase", IdempotencyKey = id, Payload = "{}"u8.ToArray(), CreatedAt = Now,
    };

    private static SaveInstance Instance(int revision) => new(new StoredInstance
    {
        Id = "i1", Tenant = Tenant, Partition = "i1", DefinitionId = "d", VersionId = "v", Version = 1, Status = "Running", SubStatus = "Suspended",
        Incidents = 0, Revision = revision, CreatedAt = Now, UpdatedAt = Now, State = "{}"u8.ToArray(),
    });
}

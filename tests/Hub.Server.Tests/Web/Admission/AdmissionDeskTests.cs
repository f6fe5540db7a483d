using Hub.Server.Tests.Security;
using Hub.Server.Web.Admission;

namespace Hub.Server.Tests.Web.Admission;

public sealed class AdmissionDeskTests
{
    private const int Places = 128;
    private readonly FakeStore store = new();
    private readonly ManualClock clock = new();
    private readonly AdmissionDesk desk;
    private (long Used, long Limit) heap = (10, 100);

    public AdmissionDeskTests()
    {
        var limits = LoadLimits.For(64 * 1024 * 1024, 2) with { AdmissionBytes = Places * LoadLimits.RequestCost, CommitsWaiting = 10 };
        desk = new AdmissionDesk(limits, store, new HeapPressure(limits, clock, () => heap, () => { }));
    }

    [Theory]
    [InlineData(WorkClass.New, Places * 3 / 4)]
    [InlineData(WorkClass.Ordinary, Places * 7 / 8)]
    [InlineData(WorkClass.Running, Places)]
    public void TryEnter_ManyAuthorities_FillTheClassesRoom(WorkClass work, int room)
    {
        var tickets = Enumerable.Range(0, 200).Select(i => Enter(work, $"tenant-{i}")).OfType<AdmissionTicket>().ToArray();

        Assert.Equal(room, tickets.Length);
        Assert.Equal(200 - room, desk.Refused(work, AdmissionRefusal.Full));
        Assert.Equal((room, room), (desk.Inside(work), desk.Admitted(work)));
    }

    [Fact]
    public void TryEnter_NewWorkFillsItsRoom_RunningJourneysStillPass()
    {
        FillWithNew();

        Assert.Null(Enter(WorkClass.New, "late"));
        Assert.NotNull(Enter(WorkClass.Ordinary, "late"));
        Assert.NotNull(Enter(WorkClass.Running, "later"));
    }

    [Fact]
    public void TryEnter_OneAuthorityFloods_LeavesAQuarterToTheOthers()
    {
        var held = 0;
        while (desk.TryEnter(WorkClass.New, "loud", 0, out _, out var reason) || reason != AdmissionRefusal.TenantShare)
        {
            held++;
            Assert.True(held < 1000);
        }

        Assert.Equal(Places * 3 / 4 * 3 / 4, held);
        Assert.All(Enumerable.Range(0, 10), _ => Assert.NotNull(Enter(WorkClass.New, "quiet")));
    }

    [Fact]
    public void TryEnter_TwoAuthoritiesFlood_HoldTheSame()
    {
        var held = new Dictionary<string, int> { ["one"] = 0, ["two"] = 0 };
        for (var i = 0; i < 1000; i++)
        {
            var tenant = i % 2 == 0 ? "one" : "two";
            held[tenant] += Enter(WorkClass.New, tenant) is null ? 0 : 1;
        }

        Assert.InRange(held["one"] - held["two"], -1, 1);
        Assert.NotNull(Enter(WorkClass.New, "three"));
    }

    [Fact]
    public void TryEnter_LargeBodies_TakeMoreRoomThanSmallOnes()
    {
        Assert.True(desk.TryEnter(WorkClass.New, "a", 1024 * 1024, out var ticket, out _));
        Assert.Equal(LoadLimits.RequestCost + (4L * 1024 * 1024), desk.Held);

        ticket.Dispose();
        Assert.Equal(0, desk.Held);
    }

    [Fact]
    public void TryEnter_LargerThanTheWholeRoom_PassesAloneOnly()
    {
        using (Enter(WorkClass.New, "a"))
        {
            Assert.False(desk.TryEnter(WorkClass.New, "b", long.MaxValue / 8, out _, out var reason));
            Assert.Equal(AdmissionRefusal.Full, reason);
        }

        Assert.True(desk.TryEnter(WorkClass.New, "b", long.MaxValue / 8, out _, out _));
    }

    [Fact]
    public void Dispose_Twice_GivesThePlaceBackOnce()
    {
        var first = Enter(WorkClass.New, "a")!; // the desk is empty
        using var second = Enter(WorkClass.New, "a");

        first.Dispose();
        first.Dispose();

        Assert.Equal((LoadLimits.RequestCost, 1), (desk.Held, desk.Inside(WorkClass.New)));
    }

    [Fact]
    public void TryEnter_StoreLagsBehind_RefusesNewWorkOnlyUntilItCatchesUp()
    {
        store.Waiting = 10;
        Assert.False(desk.TryEnter(WorkClass.New, "a", 0, out _, out var reason));
        Assert.Equal(AdmissionRefusal.Store, reason);
        Assert.NotNull(Enter(WorkClass.Ordinary, "a"));
        Assert.NotNull(Enter(WorkClass.Running, "a"));

        store.Waiting = 9;
        Assert.NotNull(Enter(WorkClass.New, "a"));
    }

    [Fact]
    public void TryEnter_HeapNearItsLimit_RefusesNewWorkOnly()
    {
        heap = (90, 100);

        Assert.False(desk.TryEnter(WorkClass.New, "a", 0, out _, out var reason));
        Assert.Equal(AdmissionRefusal.Heap, reason);
        Assert.NotNull(Enter(WorkClass.Running, "a"));
    }

    [Fact]
    public void Close_NewWork_IsRefusedAndTheRestEnds()
    {
        desk.Close();

        Assert.False(desk.TryEnter(WorkClass.New, "a", 0, out _, out var reason));
        Assert.Equal(AdmissionRefusal.Stopping, reason);
        Assert.NotNull(Enter(WorkClass.Running, "a"));
    }

    [Fact]
    public void Rest_CallsThatOnlyWait_LeaveTheirRoomToOthersAndNothingBehind()
    {
        var tickets = Enumerable.Range(0, 200).Select(i => Enter(WorkClass.Ordinary, $"tenant-{i}")).OfType<AdmissionTicket>().ToList();
        Assert.Null(Enter(WorkClass.Ordinary, "late"));

        tickets.ForEach(ticket => ticket.Rest());
        tickets.ForEach(ticket => ticket.Rest());

        Assert.Equal(tickets.Count * LoadLimits.WaitCost, desk.Held);
        tickets.Add(Assert.IsType<AdmissionTicket>(Enter(WorkClass.Ordinary, "late")));
        tickets.ForEach(ticket => ticket.Dispose());
        tickets.ForEach(ticket => ticket.Rest());
        Assert.Equal(0, desk.Held);
    }

    [Fact]
    public void Rest_CallWithABody_KeepsTheBodyOnce()
    {
        Assert.True(desk.TryEnter(WorkClass.Ordinary, "a", 1000, out var ticket, out _));

        ticket.Rest();

        Assert.Equal(LoadLimits.WaitCost + 1000, desk.Held);
    }

    private AdmissionTicket? Enter(WorkClass work, string tenant) => desk.TryEnter(work, tenant, 0, out var ticket, out _) ? ticket : null;

    private void FillWithNew()
    {
        for (var i = 0; Enter(WorkClass.New, $"tenant-{i}") is not null; i++)
        {
        }
    }

    private sealed class FakeStore : IStoreHealth
    {
        public bool IsHealthy => true;

        public int Waiting { get; set; }
    }
}

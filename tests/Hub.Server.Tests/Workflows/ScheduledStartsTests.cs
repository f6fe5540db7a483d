using System.Globalization;
using System.Text;
using Hub.Server.Storage.Sqlite;
using Hub.Server.Tests.Exchange;
using Hub.Server.Workflows;

namespace Hub.Server.Tests.Workflows;

/// <summary>Workflows that the clock starts: published, fired by the real timers over days of a clock that the test moves, and killed meanwhile.</summary>
public sealed class ScheduledStartsTests : IAsyncDisposable
{
    private const string Daily = """{"id":"t","type":"Elsa.Cron","version":1,"customProperties":{"canStartWorkflow":true},"cronExpression":{"typeName":"String","expression":{"type":"Literal","value":"30 2 * * *"}},"timeZone":{"typeName":"String","expression":{"type":"Literal","value":"Europe/Paris"}}}""";
    private const string Hourly = """{"id":"t","type":"Elsa.Timer","version":1,"customProperties":{"canStartWorkflow":true},"interval":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"01:00:00"}}}""";
    private const string Once = """{"id":"t","type":"Elsa.StartAt","version":1,"customProperties":{"canStartWorkflow":true},"dateTime":{"typeName":"DateTimeOffset","expression":{"type":"Literal","value":"2028-02-29T08:00:00Z"}}}""";
    private ExchangeScope scope = ExchangeScope.Open();

    public async ValueTask DisposeAsync() => await scope.DisposeAsync();

    [Theory]
    [InlineData("2026-03-28T12:00:00+01:00", "2026-03-30T12:00:00+02:00", "29 03:00 +02:00 | 30 02:30 +02:00")]
    [InlineData("2026-10-24T12:00:00+02:00", "2026-10-26T12:00:00+01:00", "25 02:30 +02:00 | 26 02:30 +01:00")]
    public async Task DailyCron_OverAChangeOfTheClocks_StartsOnceADay(string from, string to, string expected)
    {
        GoTo(from);
        await PublishAsync(Daily);

        await PassHalfHoursUntilAsync(to);

        var paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
        Assert.Equal(expected, string.Join(" | ", Starts().Select(start => TimeZoneInfo.ConvertTime(start, paris).ToString("dd HH:mm zzz", CultureInfo.InvariantCulture))));
    }

    [Fact]
    public async Task HourlyTimer_OverBothChanges_StartsTwentyFourTimesInTwentyFourHours()
    {
        foreach (var day in new[] { "2026-03-28T20:00:00Z", "2026-10-24T20:00:00Z" })
        {
            var before = Starts().Count;
            GoTo(day);
            await PublishAsync(Hourly);
            await PassHalfHoursUntilAsync(scope.Clock.GetUtcNow().AddDays(1).ToString("O"));
            await RetractAsync();

            Assert.Equal(24, Starts().Count - before);
        }
    }

    [Fact]
    public async Task StartAt_OnALeapDay_StartsOnceAndPublishedLaterNever()
    {
        GoTo("2028-02-29T07:00:00Z");
        await PublishAsync(Once);
        await PassHalfHoursUntilAsync("2028-02-29T12:00:00Z");
        Assert.Equal([new DateTimeOffset(2028, 2, 29, 8, 0, 0, TimeSpan.Zero)], Starts());

        await PublishAsync(Once);
        await PassHalfHoursUntilAsync("2028-02-29T14:00:00Z");

        Assert.Single(Starts());
        Assert.Null(scope.Get<IWorkflowStore>().NextTimer());
    }

    [Fact]
    public async Task Cron_HubWasDownForDays_StartsOnceForThemAndGoesOn()
    {
        GoTo("2026-03-28T12:00:00Z");
        await PublishAsync(Daily);
        await RestartAsync();

        GoTo("2026-04-02T12:00:00Z");
        await FireDueAsync();
        Assert.Single(Starts());
        await PassHalfHoursUntilAsync("2026-04-03T12:00:00Z");

        Assert.Equal(2, Starts().Count);
    }

    [Fact]
    public async Task Publish_NewVersion_TakesTheOldOnesTimesAway()
    {
        GoTo("2026-03-02T12:00:00Z");
        await PublishAsync(Hourly);
        await PublishAsync(Daily);

        await PassHalfHoursUntilAsync("2026-03-03T12:00:00Z");
        Assert.Single(Starts());
        await RetractAsync();

        Assert.Null(scope.Get<IWorkflowStore>().NextTimer());
    }

    // Two that are due at once have the same stimulus: each starts its own branch.
    [Fact]
    public async Task Publish_TwoTriggersOfOneInterval_EachStarts()
    {
        GoTo("2026-03-02T12:00:00Z");
        await PublishAsync(Hourly, Hourly.Replace("\"id\":\"t\"", "\"id\":\"u\"", StringComparison.Ordinal));

        scope.Clock.Advance(TimeSpan.FromHours(1));
        await FireDueAsync();

        Assert.Equal(2, Starts().Count);
    }

    [Fact]
    public async Task Publish_ForEveryAuthority_RunsForTheHubsOwn()
    {
        await PublishAsync(TenantIds.Shared, Hourly);

        scope.Clock.Advance(TimeSpan.FromHours(1));
        await FireDueAsync();

        Assert.Equal(scope.Get<HubOptions>().Tenant.Value, Assert.Single(scope.Get<SqliteDatabase>().Read(session => session.Query("SELECT tenant FROM instances", row => row.GetString(0)))));
    }

    // As an earlier version of the hub left them: triggers in force, and no times.
    [Fact]
    public async Task InstallMissing_TriggersPublishedWithoutTimes_StartFromThenOnAndOnce()
    {
        GoTo("2028-02-27T12:00:00Z");
        await PublishAsync(Hourly, Daily.Replace("\"id\":\"t\"", "\"id\":\"u\"", StringComparison.Ordinal), Once.Replace("\"id\":\"t\"", "\"id\":\"v\"", StringComparison.Ordinal));
        using (var session = scope.Get<SqliteDatabase>().OpenWriter())
        {
            Assert.Equal(3, session.Execute("DELETE FROM bookmarks"));
        }

        await RestartAsync();

        Assert.Equal(3, await scope.Get<ScheduledStarts>().InstallMissingAsync(CancellationToken.None));
        Assert.Equal(0, await scope.Get<ScheduledStarts>().InstallMissingAsync(CancellationToken.None));
        await PassHalfHoursUntilAsync("2028-02-28T12:00:00Z");
        Assert.Equal(25, Starts().Count);
    }

    [Fact]
    public async Task InstallMissing_AfterARestart_LeavesWhatIsThereAlone()
    {
        GoTo("2028-02-29T07:00:00Z");
        await PublishAsync(TenantIds.Shared, Hourly, Once.Replace("\"id\":\"t\"", "\"id\":\"v\"", StringComparison.Ordinal));
        await PassHalfHoursUntilAsync("2028-02-29T09:30:00Z");
        Assert.Equal(3, Starts().Count);
        var next = scope.Get<IWorkflowStore>().NextTimer();

        await RestartAsync();

        Assert.Equal(0, await scope.Get<ScheduledStarts>().InstallMissingAsync(CancellationToken.None));
        Assert.Equal(next, scope.Get<IWorkflowStore>().NextTimer());
    }

    private async Task RestartAsync()
    {
        var dead = scope;
        scope = dead.OpenAsACrashLeftIt();
        await dead.DisposeAsync();
    }

    private void GoTo(string time) => scope.Clock.Advance(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) - scope.Clock.GetUtcNow());

    private Task PublishAsync(params string[] triggers) => PublishAsync(ExchangeScope.Tenant, triggers);

    private async Task PublishAsync(TenantId tenant, params string[] triggers)
    {
        var publisher = scope.Get<DefinitionPublisher>();
        await publisher.ImportAsync(
            tenant,
            Encoding.UTF8.GetBytes($$"""{"definitionId":"clock","name":"clock","version":1,"root":{"id":"flow","type":"Elsa.Flowchart","version":1,"connections":[],"activities":[{{string.Join(',', triggers)}}] } }"""),
            [],
            CancellationToken.None);
        Assert.Empty((await publisher.PublishAsync(tenant, "clock", [], CancellationToken.None)).Errors);
    }

    private async Task RetractAsync() => Assert.True(await scope.Get<DefinitionPublisher>().RetractAsync(ExchangeScope.Tenant, "clock", [], CancellationToken.None));

    // Like a hub that is up all the time: whatever is due is fired before the clock moves on.
    private async Task PassHalfHoursUntilAsync(string time)
    {
        var end = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
        while (scope.Clock.GetUtcNow() < end)
        {
            scope.Clock.Advance(TimeSpan.FromMinutes(30));
            if (scope.Get<IWorkflowStore>().DueTimers(scope.Clock.GetUtcNow(), 1).Count > 0)
            {
                await FireDueAsync();
            }
        }
    }

    private async Task FireDueAsync()
    {
        var timers = scope.Hosted<TimerService>();
        await timers.StartAsync(CancellationToken.None);
        await scope.Store.UntilAsync(() => scope.Get<IWorkflowStore>().DueTimers(scope.Clock.GetUtcNow(), 1).Count == 0, "no timer is due");
        await timers.StopAsync(CancellationToken.None);
    }

    private IReadOnlyList<DateTimeOffset> Starts() => scope.Get<SqliteDatabase>().Read(session => session.Query("SELECT created_at FROM instances ORDER BY created_at", row => row.Time(0)));
}

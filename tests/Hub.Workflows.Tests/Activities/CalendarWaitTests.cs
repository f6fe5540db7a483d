using System.Globalization;
using System.Text.Json;
using Hub.Workflows.Activities.Scheduling;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Activities;

/// <summary>What waits for time, over the changes of the clocks in France: durations are elapsed time, only named times follow the clocks.</summary>
public sealed class CalendarWaitTests
{
    [Theory]
    [InlineData("Delay", "\"timeSpan\":", "TimeSpan", "1.00:00:00", "2026-03-28T12:00:00+01:00", "2026-03-29T13:00:00+02:00")]
    [InlineData("Timer", "\"interval\":", "TimeSpan", "1.00:00:00", "2026-10-24T12:00:00+02:00", "2026-10-25T11:00:00+01:00")]
    [InlineData("Delay", "\"timeSpan\":", "TimeSpan", "366.00:00:00", "2028-02-28T12:00:00+01:00", "2029-02-28T12:00:00+01:00")]
    [InlineData("StartAt", "\"dateTime\":", "DateTimeOffset", "2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00")]
    [InlineData("Cron", "\"timeZone\":{\"typeName\":\"String\",\"expression\":{\"type\":\"Literal\",\"value\":\"Europe/Paris\"}},\"cronExpression\":", "String", "30 2 * * *", "2026-03-28T12:00:00+01:00", "2026-03-29T03:00:00+02:00")]
    [InlineData("Cron", "\"cronExpression\":", "String", "30 2 * * *", "2026-03-28T12:00:00+01:00", "2026-03-29T02:30:00Z")]
    public async Task Wait_OverAChangeOfTheClocks_IsDueAtItsInstant(string type, string input, string typeName, string value, string from, string dueAt)
    {
        var engine = new TestEngine();
        engine.Clock.Now = Instant(from);

        var burst = await engine.StartAsync(engine.Compile(Json.Sequence("q", Json.Step("t", type, input + Json.Literal(typeName, value)))));

        Assert.Equal(Instant(dueAt), Assert.Single(burst.CreatedBookmarks).DueAt);
    }

    [Theory]
    [InlineData("2026-03-29T01:30:00+01:00", "2026-03-29T01:30:00+01:00", "2026-03-29T03:30:00+02:00")]
    [InlineData("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00")]
    // Two beats were missed: one is fired now, and the beat goes on.
    [InlineData("2026-10-25T02:30:00+02:00", "2026-10-25T04:10:00+01:00", "2026-10-25T04:30:00+01:00")]
    // The machine's clock was set back.
    [InlineData("2026-10-25T02:30:00+02:00", "2026-10-25T01:00:00+02:00", "2026-10-25T02:30:00+01:00")]
    public void NextDue_HourlyTimer_KeepsItsBeat(string due, string now, string next) =>
        Assert.Equal(Instant(next), TriggerSchedule.NextDue(TriggerSchedule.Timer, JsonElement.Parse("""{"interval":"01:00:00"}"""), Instant(due), Instant(now)));

    [Fact]
    public void NextDue_CronMissedForThreeDays_IsTheNextOneToCome() =>
        Assert.Equal(
            Instant("2026-03-31T02:30:00+02:00"),
            TriggerSchedule.NextDue(TriggerSchedule.Cron, JsonElement.Parse("""{"cronExpression":"30 2 * * *","timeZone":"Europe/Paris"}"""), Instant("2026-03-28T02:30:00+01:00"), Instant("2026-03-30T12:00:00+02:00")));

    [Fact]
    public void FirstDue_OneTimeThatHasPassed_IsNever()
    {
        var payload = JsonElement.Parse("""{"executeAt":"2028-02-29T08:00:00Z"}""");

        Assert.Equal(Instant("2028-02-29T08:00:00Z"), TriggerSchedule.FirstDue(TriggerSchedule.StartAt, payload, Instant("2028-02-28T08:00:00Z")));
        Assert.Null(TriggerSchedule.FirstDue(TriggerSchedule.StartAt, payload, Instant("2028-02-29T08:00:00Z")));
        Assert.Null(TriggerSchedule.NextDue(TriggerSchedule.StartAt, payload, Instant("2028-02-29T08:00:00Z"), Instant("2028-02-29T08:00:00Z")));
    }

    [Fact]
    public void Cron_UnknownTimeZone_CannotBePublished()
    {
        var graph = new TestEngine().Compile(Json.Flowchart(
            "f",
            [Json.Step("t", "Cron", $"\"customProperties\":{{\"canStartWorkflow\":true}},\"cronExpression\":{Json.Literal("String", "30 2 * * *")},\"timeZone\":{Json.Literal("String", "Europe/Lutece")}")]));

        Assert.Contains("Europe/Lutece", Assert.Single(graph.PublicationErrors).English, StringComparison.Ordinal);
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

using System.Globalization;
using Hub.Workflows.Activities.Scheduling;

namespace Hub.Workflows.Tests.Activities;

/// <summary>Cron expressions over leap days, month ends and the changes of the clocks in France: 29 March 2026 02:00→03:00, 25 October 2026 03:00→02:00.</summary>
public sealed class CronCalendarTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Theory]
    // 02:30 does not exist on the 29th: it comes at the change, 03:00.
    [InlineData("30 2 * * *", "2026-03-28T00:00+01:00", "03-28 02:30 +01:00 | 03-29 03:00 +02:00 | 03-30 02:30 +02:00")]
    [InlineData("0,15,30,45 2 * * *", "2026-03-29T00:00+01:00", "03-29 03:00 +02:00 | 03-30 02:00 +02:00")]
    [InlineData("0 2,3 * * *", "2026-03-29T00:00+01:00", "03-29 03:00 +02:00 | 03-30 02:00 +02:00 | 03-30 03:00 +02:00")]
    [InlineData("0 1 * * *", "2026-03-29T00:00+01:00", "03-29 01:00 +01:00 | 03-30 01:00 +02:00")]
    [InlineData("0 3 * * *", "2026-03-29T00:00+01:00", "03-29 03:00 +02:00 | 03-30 03:00 +02:00")]
    [InlineData("0 * * * *", "2026-03-29T00:30+01:00", "03-29 01:00 +01:00 | 03-29 03:00 +02:00 | 03-29 04:00 +02:00")]
    [InlineData("*/30 * * * *", "2026-03-29T01:15+01:00", "03-29 01:30 +01:00 | 03-29 03:00 +02:00 | 03-29 03:30 +02:00")]
    [InlineData("*/30 2 * * *", "2026-03-28T12:00+01:00", "03-30 02:00 +02:00 | 03-30 02:30 +02:00")]
    // 02:30 comes twice on the 25th: only the first counts.
    [InlineData("30 2 * * *", "2026-10-24T12:00+02:00", "10-25 02:30 +02:00 | 10-26 02:30 +01:00")]
    [InlineData("0,30 2 * * *", "2026-10-25T00:00+02:00", "10-25 02:00 +02:00 | 10-25 02:30 +02:00 | 10-26 02:00 +01:00")]
    [InlineData("30 2 * * *", "2026-10-25T02:10+01:00", "10-26 02:30 +01:00")]
    [InlineData("0 3 * * *", "2026-10-25T00:00+02:00", "10-25 03:00 +01:00 | 10-26 03:00 +01:00")]
    [InlineData("0 * * * *", "2026-10-25T00:30+02:00", "10-25 01:00 +02:00 | 10-25 02:00 +02:00 | 10-25 02:00 +01:00 | 10-25 03:00 +01:00")]
    [InlineData("*/30 * * * *", "2026-10-25T02:15+02:00", "10-25 02:30 +02:00 | 10-25 02:00 +01:00 | 10-25 02:30 +01:00 | 10-25 03:00 +01:00")]
    [InlineData("0 9-17/4 * * *", "2026-10-24T18:00+02:00", "10-25 09:00 +01:00 | 10-25 13:00 +01:00 | 10-25 17:00 +01:00 | 10-26 09:00 +01:00")]
    public void Next_OverAChangeOfTheClocks_FollowsTheRule(string text, string after, string expected) =>
        Assert.Equal(expected, Occurrences(text, after, Paris, expected.Split('|').Length, "MM-dd HH:mm zzz"));

    [Theory]
    [InlineData("0 8 29 2 *", "2026-01-01T00:00Z", "2028-02-29 08:00 | 2032-02-29 08:00")]
    [InlineData("0 8 * 2 *", "2028-02-27T12:00Z", "2028-02-28 08:00 | 2028-02-29 08:00 | 2029-02-01 08:00")]
    [InlineData("0 8 31 * *", "2026-01-31T12:00Z", "2026-03-31 08:00 | 2026-05-31 08:00 | 2026-07-31 08:00 | 2026-08-31 08:00 | 2026-10-31 08:00 | 2026-12-31 08:00 | 2027-01-31 08:00")]
    [InlineData("0 8 L * *", "2028-01-31T12:00Z", "2028-02-29 08:00 | 2028-03-31 08:00 | 2028-04-30 08:00")]
    [InlineData("59 59 23 31 12 *", "2026-12-31T23:59:58Z", "2026-12-31 23:59 | 2027-12-31 23:59")]
    [InlineData("* * * * * *", "2026-12-31T23:59:59.5Z", "2027-01-01 00:00")]
    public void Next_LeapDayMonthEndAndYearEnd_IsTheCalendars(string text, string after, string expected)
    {
        Assert.Equal(expected, Occurrences(text, after, null, expected.Split('|').Length, "yyyy-MM-dd HH:mm"));
        Assert.Equal(expected, Occurrences(text, after, TimeZoneInfo.Utc, expected.Split('|').Length, "yyyy-MM-dd HH:mm"));
    }

    [Fact]
    public void Next_EndOfYearInParis_IsAnHourBeforeUtc() =>
        Assert.Equal("12-31 23:59 +01:00 | 12-31 23:59 +01:00", Occurrences("59 23 31 12 *", "2026-12-31T12:00Z", Paris, 2, "MM-dd HH:mm zzz"));

    // Seen minute by minute through two years: the next time is never skipped, never early, and every day has its 02:30.
    [Fact]
    public void Next_EveryDayOfTwoYears_ComesOnceADay()
    {
        Assert.True(CronExpression.TryParse("30 2 * * *", out var expression, out _));
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var day = new DateOnly(2026, 1, 1); day.Year < 2028; day = day.AddDays(1))
        {
            var next = expression.Next(at, Paris)!.Value; // there always is a next day

            Assert.Equal(day, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(next, Paris).DateTime));
            Assert.Equal(next, expression.Next(next.AddTicks(-1), Paris));
            at = next;
        }
    }

    private static string Occurrences(string text, string after, TimeZoneInfo? zone, int count, string format)
    {
        Assert.True(CronExpression.TryParse(text, out var expression, out var mistake), mistake.English);
        var at = DateTimeOffset.Parse(after, CultureInfo.InvariantCulture);
        var found = new List<string>();
        while (found.Count < count)
        {
            at = expression.Next(at, zone)!.Value; // these expressions always come again
            found.Add(TimeZoneInfo.ConvertTime(at, zone ?? TimeZoneInfo.Utc).ToString(format, CultureInfo.InvariantCulture));
        }

        return string.Join(" | ", found);
    }
}

using System.Globalization;

namespace Hub.Server.Tests;

public sealed class LegalDeadlineTests
{
    [Theory]
    [InlineData("P2M", "2026-01-10T09:00:00Z", "2026-03-10")] // the day of the same number
    [InlineData("P2M", "2025-12-31T09:00:00Z", "2026-02-28")] // February has none
    [InlineData("P2M", "2027-12-31T09:00:00Z", "2028-02-29")]
    [InlineData("P1M", "2026-02-28T09:00:00Z", "2026-03-28")] // and not the month's last
    [InlineData("P2M", "2026-01-10T22:59:59Z", "2026-03-10")]
    [InlineData("P2M", "2026-01-10T23:00:00Z", "2026-03-11")] // midnight in Paris, in winter
    [InlineData("P2M", "2026-07-10T21:59:59Z", "2026-09-10")]
    [InlineData("P2M", "2026-07-10T22:00:00Z", "2026-09-11")] // and in summer
    [InlineData("P15D", "2026-03-20T09:00:00Z", "2026-04-04")]
    [InlineData("P2W", "2026-03-20T09:00:00Z", "2026-04-03")]
    [InlineData("P1Y6M", "2026-08-31T09:00:00Z", "2028-02-29")]
    [InlineData("P1M10D", "2026-01-31T09:00:00Z", "2026-03-10")] // months first
    [InlineData("P99Y999M999W9999D", "2026-01-01T00:00:00Z", "2254-10-09")]
    public void DueAt_AnyMomentOfTheDay_LeavesTheWholeLastDay(string text, string received, string lastDay)
    {
        Assert.True(LegalDeadline.TryParse(text, out var deadline));

        var due = deadline.DueAt(DateTimeOffset.Parse(received, CultureInfo.InvariantCulture));

        Assert.Equal(lastDay, LegalDeadline.LastDay(due).ToString("O", CultureInfo.InvariantCulture));
        Assert.Equal(due, LegalDeadline.EndOf(LegalDeadline.LastDay(due)));
        Assert.Equal(text, deadline.ToString());
    }

    [Theory]
    [InlineData("2026-03-28", "2026-03-28T23:00:00Z")]
    [InlineData("2026-03-29", "2026-03-29T22:00:00Z")] // the clocks go forward
    [InlineData("2026-10-25", "2026-10-25T23:00:00Z")] // and back
    public void EndOf_DayTheClocksChange_IsItsMidnight(string day, string end) =>
        Assert.Equal(DateTimeOffset.Parse(end, CultureInfo.InvariantCulture), LegalDeadline.EndOf(DateOnly.Parse(day, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("P")]
    [InlineData("P0D")]
    [InlineData("PT48H")]
    [InlineData("P1DT12H")]
    [InlineData("-P2M")]
    [InlineData("p2m")]
    [InlineData("P2M ")]
    [InlineData("P2M\n")]
    [InlineData("P1.5M")]
    [InlineData("P٢M")]
    [InlineData("deux mois")]
    public void TryParse_NoDurationOfDays_IsNone(string? text) => Assert.False(LegalDeadline.TryParse(text, out _));

    [Theory]
    [InlineData("P2M", "2 mois", "2 months")]
    [InlineData("P1M", "1 mois", "1 month")]
    [InlineData("P1Y6M1D", "1 an 6 mois 1 jour", "1 year 6 months 1 day")]
    [InlineData("P3W", "21 jours", "21 days")]
    [InlineData("P24M", "2 ans", "2 years")]
    public void ToText_ForPeople_SaysItInBothLanguages(string text, string fr, string en)
    {
        Assert.True(LegalDeadline.TryParse(text, out var deadline));

        Assert.Equal(new LocalizedText(fr, en), deadline.ToText());
    }
}

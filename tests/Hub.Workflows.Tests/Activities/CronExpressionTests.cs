using System.Globalization;
using Hub.Workflows.Activities.Scheduling;

namespace Hub.Workflows.Tests.Activities;

public sealed class CronExpressionTests
{
    [Theory]
    [InlineData("* * * * * *", "2030-01-15T12:00:01Z")]
    [InlineData("*/5 * * * *", "2030-01-15T12:05:00Z")]
    [InlineData("0 30 8 * * *", "2030-01-16T08:30:00Z")]
    [InlineData("0 0 9 ? * MON-FRI", "2030-01-16T09:00:00Z")]
    [InlineData("0 0 0 1 1 *", "2031-01-01T00:00:00Z")]
    [InlineData("0 0 12 L * ?", "2030-01-31T12:00:00Z")]
    [InlineData("0 0 12 ? * 5L", "2030-01-25T12:00:00Z")]
    [InlineData("0 0 12 ? * TUE#1", "2030-02-05T12:00:00Z")]
    [InlineData("0 0 12 1W 6 ?", "2030-06-03T12:00:00Z")]
    [InlineData("0 0 22-2 * * *", "2030-01-15T22:00:00Z")]
    [InlineData("0 0 0 29 2 *", "2032-02-29T00:00:00Z")]
    [InlineData("0 0 0 * * 7", "2030-01-20T00:00:00Z")]
    [InlineData("@daily", "2030-01-16T00:00:00Z")]
    [InlineData("0 10/20 * * * *", "2030-01-15T12:10:00Z")]
    public void Next_AfterTuesdayNoon_IsTheFirstThatMatches(string text, string expected)
    {
        Assert.True(CronExpression.TryParse(text, out var expression, out var mistake), mistake.English);

        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), expression.Next(new DateTimeOffset(2030, 1, 15, 12, 0, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("60 * * * * *")]
    [InlineData("* * * * 13 *")]
    [InlineData("* * * * * FUN")]
    [InlineData("*/0 * * * * *")]
    [InlineData("a b c d e")]
    public void TryParse_Nonsense_SaysWhatIsWrongInBothLanguages(string text)
    {
        Assert.False(CronExpression.TryParse(text, out _, out var mistake));

        Assert.Contains("format", mistake.English, StringComparison.Ordinal);
        Assert.NotEqual(mistake.English, mistake.French);
    }

    [Fact]
    public void Next_ThirtiethOfFebruary_NeverComes()
    {
        Assert.True(CronExpression.TryParse("0 0 0 30 2 *", out var expression, out _));

        Assert.Null(expression.Next(DateTimeOffset.UnixEpoch));
    }
}

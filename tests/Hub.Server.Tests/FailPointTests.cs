using System.Text.RegularExpressions;
using Hub.Server.Tests.Architecture;

namespace Hub.Server.Tests;

public sealed partial class FailPointTests
{
    private static readonly string[] Names = ["outbox.after-insert", "answer.before"];

    [Fact]
    public void Parse_SeveralRules_KeepsEachWithItsHit()
    {
        var points = FailPoint.Parse("POINTS", "outbox.after-insert=exit@3; answer.before=delay:250;answer.before=throw@2", Names);

        Assert.Equal(new("outbox.after-insert", "exit", 0, 3), Assert.Single(points["outbox.after-insert"]));
        Assert.Equal([new("answer.before", "delay", 250, 0), new("answer.before", "throw", 0, 2)], points["answer.before"]);
    }

    [Theory]
    [InlineData("outbox.after-insert")]
    [InlineData("outbox.after-insert=")]
    [InlineData("outbox.after-insert=explode")]
    [InlineData("outbox.after-insert=exit:5")]
    [InlineData("outbox.after-insert=exit@")]
    [InlineData("outbox.after-insert=exit@0")]
    [InlineData("outbox.after-insert=exit@-1")]
    [InlineData("outbox.after-insert=delay")]
    [InlineData("outbox.after-insert=delay:soon")]
    public void Parse_UnusableRule_SaysWhatIsExpected(string text)
    {
        var wrong = Assert.Throws<FormatException>(() => FailPoint.Parse("POINTS", text, Names));

        Assert.Equal($"POINTS: '{text}' was found; name=action[@n] is expected, with one of the actions exit, throw, delay:ms.", wrong.Message);
    }

    [Fact]
    public void Parse_UnknownPoint_ListsThoseThatThereAre()
    {
        var wrong = Assert.Throws<FormatException>(() => FailPoint.Parse("POINTS", "outbox.after-inserting=exit", Names));

        Assert.Equal("POINTS: there is no fail point 'outbox.after-inserting'. There are: answer.before, outbox.after-insert.", wrong.Message);
    }

    [Fact]
    public void Hit_NotArmed_DoesNothing()
    {
        FailPoint.Hit("no.such-point");

        Assert.False(FailPoint.IsArmed);
    }

    [Fact]
    public void List_HasExactlyThePointsInTheCode()
    {
        var inCode = Directory.GetFiles(Path.Combine(Repository.Root, "hub", "Hub.Server"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Call().Matches(File.ReadAllText(file)).Select(call => call.Groups[1].Value));

        Assert.Equal(FailPoints.All.Keys.Order(StringComparer.Ordinal), inCode.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("""FailPoint\.Hit\("([^"]+)"\)""", RegexOptions.NonBacktracking)]
    private static partial Regex Call();
}

namespace Hub.Server.Tests.Designer;

public sealed class BrandColourTests
{
    [Theory]
    [InlineData("#1d4e89", 8.39)]
    [InlineData("#ffffff", 1.0)]
    [InlineData("#000000", 21.0)]
    [InlineData("#767676", 4.54)]
    public void ContrastWithWhite_KnownColours_IsAsWcagComputesIt(string text, double expected) =>
        Assert.Equal(expected, BrandColour.Parse(text)!.Value.ContrastWithWhite, tolerance: 0.05); // the text is a colour, so there is a value

    [Theory]
    [InlineData("#ffcc00")]
    [InlineData("#00ff00")]
    [InlineData("#ffffff")]
    [InlineData("#777777")]
    public void Readable_TooLight_BecomesDarkEnough(string text)
    {
        var colour = BrandColour.Parse(text)!.Value.Readable(); // the text is a colour, so there is a value

        Assert.InRange(colour.ContrastWithWhite, BrandColour.LeastContrast, 6);
    }

    [Fact]
    public void Readable_DarkEnough_StaysItself() => Assert.Equal(BrandColour.Default, BrandColour.Default.Readable());

    [Theory]
    [InlineData("red")]
    [InlineData("#12345")]
    [InlineData("#12345g")]
    [InlineData("1d4e890")]
    [InlineData("# 12345")]
    [InlineData("#1d4e8;")]
    public void Parse_SomethingElse_IsNoColour(string text) => Assert.Null(BrandColour.Parse(text));
}

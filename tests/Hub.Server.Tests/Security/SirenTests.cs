using Hub.Server.Security;

namespace Hub.Server.Tests.Security;

public sealed class SirenTests
{
    [Theory]
    [InlineData(Siren.Fictitious, true)]
    [InlineData("732829320", true)]
    [InlineData("732829321", false)]
    [InlineData("000000000", false)]
    [InlineData("73282932", false)]
    [InlineData("7328293200", false)]
    [InlineData("73282932a", false)]
    [InlineData("٧٣٢٨٢٩٣٢٠", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsValid_Text_FollowsTheCheckDigit(string? text, bool expected) => Assert.Equal(expected, Siren.IsValid(text));
}

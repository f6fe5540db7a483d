using Hub.Server.Requests.Documents;

namespace Hub.Server.Tests.Requests.Documents;

public sealed class MediaTypesTests
{
    [Theory]
    [InlineData("255044462D312E37", "application/pdf")]
    [InlineData("89504E470D0A1A0A0000000D", "image/png")]
    [InlineData("FFD8FFE000104A46", "image/jpeg")]
    [InlineData("524946460000000057454250", "image/webp")]
    [InlineData("49492A0008000000", "image/tiff")]
    [InlineData("4D4D002A00000008", "image/tiff")]
    [InlineData("000000186674797068656963", "image/heic")]
    [InlineData("504B030414000000", "application/zip")]
    [InlineData("", null)]
    [InlineData("25504446", null)]
    [InlineData("524946460000000057415645", null)]
    [InlineData("4D5A900003000000", null)]
    [InlineData("7F454C4602010100", null)]
    [InlineData("3C68746D6C3E", null)]
    [InlineData("3C7376672078", null)]
    public void Detect_FirstBytes_GivesTheTypeOrNone(string head, string? expected) =>
        Assert.Equal(expected, MediaTypes.Detect(Convert.FromHexString(head)));
}

using Grpc.Core.Wire;

namespace Hub.Grpc.Tests.Wire;

public sealed class StatusMessageTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain ~ text", "plain ~ text")]
    [InlineData("100 %", "100 %25")]
    [InlineData("é\n", "%C3%A9%0A")]
    [InlineData("😀", "%F0%9F%98%80")]
    public void Encode_ThenDecode_GivesTheText(string text, string wire)
    {
        Assert.Equal(wire, StatusMessage.Encode(text));
        Assert.Equal(text, StatusMessage.Decode(wire));
    }

    [Theory]
    [InlineData("100%", "100%")]
    [InlineData("%zz", "%zz")]
    [InlineData("%4", "%4")]
    [InlineData("%41%", "A%")]
    [InlineData("%c3%a9", "é")]
    public void Decode_BadlyEncoded_KeepsWhatItCannotRead(string wire, string text) => Assert.Equal(text, StatusMessage.Decode(wire));
}

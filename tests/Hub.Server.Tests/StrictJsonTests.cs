using System.Text;
using System.Text.Json;

namespace Hub.Server.Tests;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("""{"a":"\ud83d\ude00"}""")]
    [InlineData("""{"\ud83d\ude00":["\\ud800","\n\t\"","é😀"]}""")]
    [InlineData("0")]
    public void Parse_Readable_IsTaken(string json) => Assert.NotEqual(JsonValueKind.Undefined, StrictJson.Parse(Encoding.UTF8.GetBytes(json)).ValueKind);

    [Theory]
    [InlineData("{\"a\":\n \"x\\ud800\"}", 1, 3)]
    [InlineData("""{"a":"\ud800\ud800\udc00"}""", 0, 6)]
    [InlineData("""{"a":"\udc00"}""", 0, 6)]
    [InlineData("""{"\ud800":1}""", 0, 2)]
    [InlineData("""["\ud800x\udc00"]""", 0, 2)]
    public void Parse_HalfASurrogatePair_IsRefusedWithItsPlace(string json, long line, long place)
    {
        var error = Assert.Throws<JsonException>(() => StrictJson.Parse(Encoding.UTF8.GetBytes(json)));

        Assert.Equal((line, place), (error.LineNumber, error.BytePositionInLine));
    }

    [Fact]
    public void Parse_BytesThatAreNoText_IsRefusedWithTheirPlace()
    {
        var error = Assert.Throws<JsonException>(() => StrictJson.Parse([.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8]));

        Assert.Equal((0L, 6L), (error.LineNumber, error.BytePositionInLine));
    }

    [Fact]
    public void Parse_DuplicateMember_IsRefusedUnlessAllowed()
    {
        var json = """{"a":1,"a":2}"""u8.ToArray();

        Assert.Throws<JsonException>(() => StrictJson.Parse(json));
        Assert.Equal(2, StrictJson.Parse(json, allowDuplicates: true).GetProperty("a").GetInt32());
    }
}

using System.Text.Json;

namespace Hub.Workflows.Tests.Runtime;

public sealed class JsonValuesTests
{
    [Theory]
    [InlineData("""{"a":1,"Url":2}""", "url", "2")]
    [InlineData("""{"URL":1,"url":2}""", "url", "2")]
    [InlineData("""{"urls":1}""", "url", null)]
    [InlineData("""{"\u0055rl":1}""", "url", "1")]
    [InlineData("""{"Échéance":1}""", "échéance", "1")]
    [InlineData("""{"\u00c9ch\u00e9ance":1}""", "échéance", "1")]
    [InlineData("""{"échéances":1}""", "échéance", null)]
    [InlineData("""{"":1}""", "url", null)]
    [InlineData("[1]", "url", null)]
    public void Member_NameInAnotherCaseOrEscaped_IsFoundAndNothingElseIs(string json, string name, string? expected)
    {
        var found = JsonValues.Parse(json).Member(name);

        Assert.Equal(expected, found.IsSet() ? found.GetRawText() : null);
    }

    [Fact]
    public void Write_WithinAnotherWriting_KeepsBothApart()
    {
        var outer = JsonValues.Write("outer", static (writer, text) =>
        {
            writer.WriteStartArray();
            writer.WriteStringValue(text);
            JsonValues.From("inner").CopyTo(writer);
            writer.WriteEndArray();
        });

        Assert.Equal("""["outer","inner"]""", outer.GetRawText());
    }

    [Fact]
    public void Write_ThatFails_LeavesNothingForTheNext()
    {
        Assert.Throws<JsonException>(() => JsonValues.Write(0, static (writer, _) =>
        {
            writer.WriteStartObject();
            throw new JsonException();
        }));

        Assert.Equal("\"next\"", JsonValues.From("next").GetRawText());
    }
}

using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Runtime;

/// <summary>How the value of an input may be written in a definition.</summary>
public sealed class InputTests
{
    [Theory]
    [InlineData("""{"typeName":"String","expression":{"type":"Literal","value":"said"}}""", "said")]
    // As the Studio writes what it drew itself.
    [InlineData("""{"typeName":null,"expression":{"type":"Literal","value":"said"},"memoryReference":null}""", "said")]
    [InlineData("""{"typeName":null,"expression":{"type":"JavaScript","value":"'sa' + 'id'"},"memoryReference":null}""", "said")]
    [InlineData("\"said\"", "said")]
    // Without the member it is no input, and the input is not set.
    [InlineData("""{"expression":{"type":"Literal","value":"said"}}""", "")]
    [InlineData("""{"typeName":"String","expression":null}""", "")]
    public async Task WriteLine_TextWrittenThus_Says(string text, string expected)
    {
        var burst = await new TestEngine().RunAsync(Json.Step("s", "WriteLine", $"\"text\":{text}"));

        Assert.Equal([expected], burst.WrittenLines);
    }
}

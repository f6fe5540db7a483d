using System.Text.Json;
using Hub.Server.Security.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Server.Tests.Security;

public sealed class JsonLineFormatterTests
{
    [Theory]
    [InlineData("a\r\nb")]
    [InlineData("\u001b[31mred\u001b[0m")]
    [InlineData("\u2028\u2029\u0085")]
    [InlineData("\"}{\"level\":\"critical\"")]
    [InlineData("\u0000\u0007\u007f")]
    [InlineData("lone surrogate \ud800")]
    [InlineData("𝓤𝓷𝓲𝓬𝓸𝓭𝓮 é")]
    public void Write_NaughtyText_IsOneJsonObjectOnOneLine(string naughty)
    {
        var line = Write(naughty, exception: null);

        Assert.EndsWith("\n", line, StringComparison.Ordinal);
        var content = line.TrimEnd('\n', '\r');
        Assert.All(content, character => Assert.InRange(character, ' ', '~'));
        using var document = JsonDocument.Parse(content);
        Assert.Equal("warn", document.RootElement.GetProperty("level").GetString());
        Assert.Equal(7, document.RootElement.GetProperty("event").GetInt32());
    }

    [Fact]
    public void Write_ParserException_DoesNotQuoteThePayload()
    {
        var error = Record.Exception(() => _ = int.Parse("Jeanne Dupont", System.Globalization.CultureInfo.InvariantCulture));

        var line = Write("failed", new InvalidOperationException("about Jeanne Dupont", error));

        Assert.DoesNotContain("Dupont", line, StringComparison.Ordinal);
        Assert.Contains("System.FormatException", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_DiskException_KeepsItsMessage()
    {
        Assert.Contains("No space left", Write("failed", new IOException("No space left on device")), StringComparison.Ordinal);
    }

    private static string Write(string text, Exception? exception)
    {
        var formatter = new JsonLineFormatter(TimeProvider.System);
        using var writer = new StringWriter();
        KeyValuePair<string, object?>[] state = [new("Name", text), new("Size", 12), new("{OriginalFormat}", "{Name}")];
        formatter.Write(new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(LogLevel.Warning, "Test", new EventId(7), state, exception, (_, _) => text), null, writer);
        return writer.ToString();
    }
}

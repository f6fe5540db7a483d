using System.Text.Json;

namespace Hub.JsonSchema.Tests.Patterns;

/// <summary>Regular expressions mean what ECMA-262 says, whichever engine runs them.</summary>
public sealed class TextPatternTests
{
    [Theory]
    [InlineData("^[0-9]{5}$", "06000", true)]
    [InlineData("^[0-9]{5}$", "06000\n", false)]
    [InlineData("^[0-9]{5}$", "٠٦٠٠٠", false)]
    [InlineData("^\\d+$", "12", true)]
    [InlineData("^\\d+$", "१२", false)]
    [InlineData("^\\w+$", "été", false)]
    [InlineData("^(\\w|é|t)+$", "été", true)]
    [InlineData("^\\s$", "\u00a0", true)]
    [InlineData("^(?:\\s)$", "\ufeff", true)]
    [InlineData("^\\S$", "\u200b", true)]
    [InlineData("\\S", "   ", false)]
    [InlineData("\\S", "  é", true)]
    [InlineData("^.$", "🐲", true)]
    [InlineData("^(.)$", "🐲", true)]
    [InlineData("^(.).$", "🐲", false)]
    [InlineData("^.*$", "🐲🐲", true)]
    [InlineData("^(.*)(.+)$", "🐲", true)]
    [InlineData("^(.+)(.+)$", "🐲", false)]
    [InlineData("^🐲*$", "🐲🐲🐲", true)]
    [InlineData("^[🐲-🐴]$", "🐳", true)]
    [InlineData("^(?:[🐲-🐴]|x)$", "🐳", true)]
    [InlineData("^[^a]$", "🐳", true)]
    [InlineData("^(?:[^a])$", "🐳", true)]
    [InlineData("^\\u{1F432}$", "🐲", true)]
    [InlineData("^\\uD83D\\uDC32$", "🐲", true)]
    [InlineData("^.$", "\u2028", false)]
    [InlineData("^(.|x)$", "\r", false)]
    [InlineData("a\\b", "a!", true)]
    [InlineData("a\\b", "aé", true)]
    [InlineData("^(a)(?<n>b)\\2\\k<n>\\1$", "abbba", true)]
    [InlineData("^(?:(a)|b)\\1$", "b", true)]
    [InlineData("^(?<!x)y", "y", true)]
    [InlineData("^\\cJ$", "\n", true)]
    [InlineData("^[\\b]$", "\b", true)]
    [InlineData("^\\p{Lu}\\p{Ll}+$", "Élodie", true)]
    [InlineData("^(\\p{L})$", "𝐀", true)]
    [InlineData("^\\P{L}$", "1", true)]
    [InlineData("^[\\p{L} '-]+$", "N'Diaye-Çelik", true)]
    [InlineData("^[]$", "", false)]
    [InlineData("^[^]$", "\n", true)]
    [InlineData("^a{,2}$", "a{,2}", true)]
    [InlineData("^(a{2,3})$", "aaaa", false)]
    [InlineData("^a{2,3}a$", "aaa", true)]
    [InlineData("^[a-c]*abc$", "aabc", true)]
    [InlineData("^[a-z]*[0-9]*x$", "abc12x", true)]
    [InlineData("^x-", "x-personal", true)]
    [InlineData("foo", "a foo b", true)]
    [InlineData("^$", "", true)]
    [InlineData("", "anything", true)]
    [InlineData("^\\-\\_\\/$", "-_/", true)]
    public void IsValid_Pattern_MeansWhatEcma262Says(string pattern, string text, bool expected)
    {
        var validator = new SchemaRegistry().Compile(JsonSerializer.SerializeToUtf8Bytes(new { pattern }));

        Assert.Equal(expected, validator.IsValid(JsonSerializer.SerializeToUtf8Bytes(text)));
        Assert.Equal(expected, validator.Validate(JsonSerializer.SerializeToUtf8Bytes(text)).IsValid);
    }

    [Theory]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("[a")]
    [InlineData("a**")]
    [InlineData("*a")]
    [InlineData("a{3,2}")]
    [InlineData("[z-a]")]
    [InlineData("\\")]
    [InlineData("\\a")]
    [InlineData("\\Z")]
    [InlineData("\\2(a)")]
    [InlineData("\\k<no>")]
    [InlineData("(?i)a")]
    [InlineData("(?P<n>a)")]
    [InlineData("\\p{Unheard}")]
    [InlineData("\\u{110000}")]
    [InlineData("^*")]
    public void Compile_PatternThatCannotBeRead_IsRefusedWithItsPlace(string pattern)
    {
        var schema = JsonSerializer.SerializeToUtf8Bytes(new { properties = new { a = new { pattern } } });

        var failure = Assert.Throws<SchemaException>(() => new SchemaRegistry().Compile(schema));

        Assert.Equal("/properties/a/pattern", failure.Pointer);
        Assert.Contains("ECMA-262", failure.Reason.Fr, StringComparison.Ordinal);
    }
}

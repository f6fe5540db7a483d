using System.Text;
using System.Text.RegularExpressions;
using Hub.JsonSchema.Compatibility.Languages;
using Hub.JsonSchema.Formats;
using Hub.JsonSchema.Patterns;

namespace Hub.JsonSchema.Tests.Compatibility;

public sealed class TextLanguageTests
{
    private static readonly string[] Patterns =
    [
        "^[0-9]{5}$", "a|b", "^$", "^a*b?c+$", "(ab|cd){2,3}", "\\S", "[^x]y$", "^(a|ab)(c|bcd)(d*)$", "^\\p{Lu}", "x{0}", "^(?!ab)[a-c]{2,4}$", "^(?=a)(?!.*c)[a-d]+", "a$|^b", "(^a|b)c", ".+", "^[^]*$", "",
    ];

    public static TheoryData<string> All => [.. Patterns];

    /// <summary>The automaton says what the engine of the validator says, on short texts over an alphabet that the patterns care about.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void IsMatch_AnyText_SaysWhatTheEngineSays(string pattern)
    {
        var language = TextLanguage.Create(pattern);
        var engine = new Regex(RegexWriter.Write(PatternParser.Parse(pattern)).Regex, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        var chance = new Random(1);
        Assert.NotNull(language.Automata);
        for (var i = 0; i < 2_000; i++)
        {
            var text = new StringBuilder();
            for (var length = chance.Next(7); length > 0; length--)
            {
                text.Append(new[] { "a", "b", "c", "d", "x", "y", "0", "7", "É", " ", "\n", "😀" }[chance.Next(12)]);
            }

            Assert.True(engine.IsMatch(text.ToString()) == language.IsMatch(text.ToString()), $"'{text}' and /{pattern}/");
        }
    }

    [Theory]
    [InlineData("^(a)\\1$")]
    [InlineData("\\bword\\b")]
    [InlineData("(?<=a)b")]
    public void Create_BeyondRegular_CanOnlyBeTried(string pattern) => Assert.Null(TextLanguage.Create(pattern).Automata);

    [Theory]
    [InlineData("^[ab]+$", "^a", 3, 3, true)]
    [InlineData("^a+$", "^b+$", 0, 9, false)]
    [InlineData("^(ab)*$", "a", 3, 3, false)]
    [InlineData("^[0-9]{5}$", "\\S", 5, 5, true)]
    public void Find_TwoPatternsAndALength_FindsATextOrProvesThatThereIsNone(string first, string second, int least, int most, bool expected)
    {
        List<AutomatonUse> uses = [.. TextLanguage.Create(first).Automata!, .. TextLanguage.Create(second).Automata!];

        var word = new WordSearch(uses, null).Find(least, most, out var certain);

        Assert.Equal((expected, true), (word is not null, certain || word is not null));
        Assert.True(word is null || (TextLanguage.Create(first).IsMatch(word) && TextLanguage.Create(second).IsMatch(word) && word.Length >= least && word.Length <= most));
    }

    /// <summary>The frames of a format hold: what surely has it has it, and nothing outside has it.</summary>
    [Theory]
    [InlineData("date")]
    [InlineData("time")]
    [InlineData("date-time")]
    [InlineData("duration")]
    [InlineData("uuid")]
    [InlineData("ipv4")]
    [InlineData("ipv6")]
    [InlineData("json-pointer")]
    [InlineData("relative-json-pointer")]
    [InlineData("email")]
    [InlineData("idn-email")]
    [InlineData("hostname")]
    [InlineData("idn-hostname")]
    [InlineData("uri")]
    [InlineData("iri")]
    [InlineData("uri-reference")]
    [InlineData("iri-reference")]
    [InlineData("uri-template")]
    [InlineData("regex")]
    public void Find_Format_IsFramedFromBothSides(string name)
    {
        var language = FormatLanguage.Find(name)!;
        var check = FormatCatalogue.Find(name)!.Check;
        var chance = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            if (new WordSearch(language.Surely.Automata!, chance).Find(chance.Next(40), null, out _) is { } sure)
            {
                Assert.True(check(Encoding.UTF8.GetBytes(sure)), $"'{sure}' should be a {name}");
            }

            if (language.IsExact && new WordSearch([language.Surely.Automata![0] with { Accepts = false }], chance).Find(chance.Next(12), 40, out _) is { } wrong)
            {
                Assert.False(check(Encoding.UTF8.GetBytes(wrong)), $"'{wrong}' should be no {name}");
            }
        }

        foreach (var text in FormatLanguage.Trials.Where(text => check(Encoding.UTF8.GetBytes(text))))
        {
            Assert.True(language.AtMost.IsMatch(text), $"'{text}' is a {name} outside its frame");
        }
    }

    /// <summary>A day of each month of many years: the pattern of dates knows leap years.</summary>
    [Fact]
    public void Find_Date_KnowsTheCalendar()
    {
        var language = FormatLanguage.Find("date")!.Surely;
        foreach (var year in new[] { 0, 4, 100, 400, 1900, 1904, 1999, 2000, 2023, 2024, 2100, 9999 })
        {
            for (var month = 0; month <= 13; month++)
            {
                foreach (var day in new[] { 0, 1, 27, 28, 29, 30, 31, 32 })
                {
                    var text = $"{year:D4}-{month:D2}-{day:D2}";
                    Assert.True(DateTimeFormats.IsDate(Encoding.UTF8.GetBytes(text)) == language.IsMatch(text), text);
                }
            }
        }
    }
}

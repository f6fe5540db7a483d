using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hub.Server.Tests.Designer;

/// <summary>The dictionary of the Studio's words: what a reviewer would otherwise have to look for in a thousand lines.</summary>
public sealed partial class DictionaryTests
{
    private static readonly string Folder = RepositoryFolder.Find("designer/overlay") ?? throw new DirectoryNotFoundException("designer/overlay was expected in the repository.");
    private static readonly JsonElement French = Read("fr.json");
    private static readonly JsonElement English = Read("en.json");
    private static readonly JsonElement Rules = Read("rules.json");

    private static Dictionary<string, string> Texts => French.GetProperty("texts").EnumerateObject().SelectMany(section => section.Value.EnumerateObject())
        .ToDictionary(text => text.Name, text => text.Value.GetString()!); // every value is a text, or EachFrenchText finds it

    private static IEnumerable<(string From, string To)> Patterns => French.GetProperty("patterns").EnumerateArray().SelectMany(pattern =>
        new[] { "fr", "one" }.Where(name => pattern.TryGetProperty(name, out _)).Select(name => (pattern.GetProperty("en").GetString()!, pattern.GetProperty(name).GetString()!)));

    private static IEnumerable<string> Said => Texts.Values
        .Concat(Patterns.Select(pattern => pattern.To))
        .Concat(French.GetProperty("places").EnumerateArray().SelectMany(place => Values(place.GetProperty("texts"))))
        .Concat(Values(French.GetProperty("labels")));

    [Fact]
    public void Texts_Each_IsFrenchWithItsTypography()
    {
        Assert.True(Texts.Count > 600, $"{Texts.Count} texts were found");
        Assert.All(Said, text =>
        {
            Assert.False(string.IsNullOrWhiteSpace(text));
            Assert.Equal(text.Trim(), text);
            Assert.DoesNotContain('\'', text);
            Assert.DoesNotContain('"', text);
            Assert.DoesNotMatch(BreakingSpace(), text);
            Assert.DoesNotContain("...", text, StringComparison.Ordinal);
        });
    }

    // The overlay watches its own writing too: a text whose French is the English of another would be translated again.
    [Fact]
    public void Texts_French_IsNotTheEnglishOfAnotherText()
    {
        var texts = Texts;

        Assert.All(Said, french => Assert.Equal(french, texts.GetValueOrDefault(french, french)));
    }

    [Fact]
    public void Texts_English_IsWrittenOnceAndAsAPageShowsIt() => Assert.All(Texts.Keys, text => Assert.Equal(OneSpace().Replace(text, " ").Trim(), text));

    [Fact]
    public void Patterns_Each_HasTheSameHolesInBothLanguages() => Assert.All(Patterns, pattern =>
        Assert.Equal(Holes().Matches(pattern.From).Select(hole => hole.Value).Order(), Holes().Matches(pattern.To).Select(hole => hole.Value).Order()));

    [Fact]
    public void Labels_OfTheRules_AreInBothLanguages()
    {
        var used = Rules.GetProperty("labels").EnumerateArray().Select(rule => rule.GetProperty("label").GetString()!).Distinct().Order().ToArray();

        Assert.NotEmpty(used);
        Assert.Equal(used, Names(French.GetProperty("labels")));
        Assert.Equal(used, Names(English.GetProperty("labels")));
    }

    [Fact]
    public void Allowed_Each_HasAReason() => Assert.All(Read("allowed.json").EnumerateArray(), entry =>
    {
        Assert.NotEqual("", entry.GetProperty("text").GetString());
        Assert.NotEqual("", entry.GetProperty("why").GetString());
    });

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name).Order()];

    private static IEnumerable<string> Values(JsonElement element) => element.EnumerateObject().Select(member => member.Value.GetString()!);

    private static JsonElement Read(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name))).RootElement;

    // An ordinary space before these would let them begin a line.
    [GeneratedRegex(" [:;?!»]|« ", RegexOptions.NonBacktracking)]
    private static partial Regex BreakingSpace();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex OneSpace();

    [GeneratedRegex(@"\{\w+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Holes();
}

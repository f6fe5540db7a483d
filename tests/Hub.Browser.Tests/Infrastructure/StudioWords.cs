using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.Browser.Tests.Infrastructure;

/// <summary>The Studio's own words as a visitor may see them: its English, and the French of our dictionary (<c>designer/overlay/fr.json</c>).</summary>
internal static class StudioWords
{
    private static readonly Lazy<ILookup<string, string>> French = new(Read);

    /// <summary>Matches the whole text of an element that says these words in either language, with a counter behind them or none.</summary>
    /// <param name="english">One or more of the Studio's texts.</param>
    public static Regex Saying(params ReadOnlySpan<string> english)
    {
        var forms = english.ToArray().SelectMany(text => French.Value[text].Prepend(text)).Distinct().Select(Regex.Escape);

        // Playwright hands the expression to the browser, which knows none of .NET's options.
        return new Regex($"^\\s*(?:{string.Join('|', forms)})\\s*[0-9]*\\s*$", RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    private static ILookup<string, string> Read()
    {
        var dictionary = JsonElement.Parse(File.ReadAllText(Path.Combine(Repository.Root, "designer", "overlay", "fr.json")));
        var sections = dictionary.GetProperty("texts").EnumerateObject().Select(section => section.Value);
        var places = dictionary.GetProperty("places").EnumerateArray().Select(place => place.GetProperty("texts"));
        return sections.Concat(places)
            .SelectMany(texts => texts.EnumerateObject())
            .ToLookup(text => text.Name, text => text.Value.GetString()!, StringComparer.Ordinal); // the dictionary holds texts
    }
}

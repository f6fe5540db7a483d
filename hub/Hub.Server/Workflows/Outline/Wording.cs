using System.Globalization;
using Hub.Server.Web;
using Text = Hub.Workflows.LocalizedText;

namespace Hub.Server.Workflows.Outline;

/// <summary>How the outline says things in one of the two languages: quotes, lists, durations.</summary>
internal sealed class Wording(CultureInfo language)
{
    private const int MostCharacters = 90;

    public bool IsFrench { get; } = language.TwoLetterISOLanguageName != "en";

    public string Say(string fr, string en) => IsFrench ? fr : en;

    public string Say(Text text) => IsFrench ? text.French : text.English;

    public string Say(LocalizedText text) => text.For(IsFrench ? RequestLanguage.French : RequestLanguage.English);

    /// <summary>In the quotes of the language, on one line, cut where it is long.</summary>
    public string Quote(string text) => IsFrench ? $"« {Short(text)} »" : $"“{Short(text)}”";

    /// <summary>« a, b et c ».</summary>
    public string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => $"{string.Join(", ", items.Take(items.Count - 1))}{Say(" et ", " and ")}{items[^1]}",
    };

    public string Count(int count, string frOne, string frMany, string enOne, string enMany) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {(IsFrench ? (count < 2 ? frOne : frMany) : count == 1 ? enOne : enMany)}";

    public string YesOrNo(bool value) => value ? Say("oui", "yes") : Say("non", "no");

    /// <summary>A duration as people say it: « 7 jours », « 1 h 30 min », « 45 s ».</summary>
    public string Duration(TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(1))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, duration.TotalMilliseconds):0} ms");
        }

        var parts = new List<string>();
        if (duration.Days > 0)
        {
            parts.Add(Count(duration.Days, "jour", "jours", "day", "days"));
        }

        foreach (var (count, unit) in (ReadOnlySpan<(int, string)>)[(duration.Hours, "h"), (duration.Minutes, "min"), (duration.Seconds, "s")])
        {
            if (count > 0)
            {
                parts.Add($"{count.ToString(CultureInfo.InvariantCulture)} {unit}");
            }
        }

        return string.Join(' ', parts);
    }

    /// <summary>With a capital letter, for the beginning of a line.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Short(string text)
    {
        // Signs that turn the direction of writing would turn the rest of the sentence too.
        var line = string.Join(' ', string.Concat(text.Where(sign => char.GetUnicodeCategory(sign) != UnicodeCategory.Format)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= MostCharacters)
        {
            return line;
        }

        // Never between the two halves of a character.
        var end = char.IsHighSurrogate(line[MostCharacters - 2]) ? MostCharacters - 2 : MostCharacters - 1;
        return line[..end].TrimEnd() + "…";
    }
}

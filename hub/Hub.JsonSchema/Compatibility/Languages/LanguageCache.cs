namespace Hub.JsonSchema.Compatibility.Languages;

/// <summary>The languages of one comparison: each pattern and format is turned into automata once, and these keep the states that were found.</summary>
internal sealed class LanguageCache
{
    private readonly Dictionary<string, TextLanguage> _patterns = [];
    private readonly Dictionary<string, FormatLanguage?> _formats = [];
    private int _number;

    /// <summary>A number that was not given before, for what must not be taken for the same in both versions.</summary>
    public int NextNumber() => _number++;

    public TextLanguage Pattern(string source)
    {
        if (!_patterns.TryGetValue(source, out var language))
        {
            _patterns.Add(source, language = TextLanguage.Create(source));
        }

        return language;
    }

    /// <summary>Null when nothing is known about the format's texts.</summary>
    public FormatLanguage? Format(string name)
    {
        if (!_formats.TryGetValue(name, out var language))
        {
            _formats.Add(name, language = FormatLanguage.Find(name));
        }

        return language;
    }
}

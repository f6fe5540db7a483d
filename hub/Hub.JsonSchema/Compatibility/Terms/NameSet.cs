using System.Text;
using Hub.JsonSchema.Compatibility.Languages;
using Hub.JsonSchema.Json;

namespace Hub.JsonSchema.Compatibility.Terms;

/// <summary>The names of members that a keyword speaks of: one name, those that match a pattern, or all but the ones named elsewhere.</summary>
internal sealed class NameSet
{
    private NameSet(string? name, TextLanguage? language, IReadOnlySet<string> except, IReadOnlyList<TextLanguage> exceptMatching)
    {
        (Name, Language, Except, ExceptMatching) = (name, language, except, exceptMatching);
        Signature = name is not null ? "name " + name
            : language is not null ? "pattern " + language.Source
            : $"rest {string.Join('\n', except.Order(StringComparer.Ordinal).Select(CanonicalJson.Text))} / {string.Join('\n', exceptMatching.Select(each => each.Source).Order(StringComparer.Ordinal).Select(CanonicalJson.Text))}";
    }

    /// <summary>The one name; null for the other kinds.</summary>
    public string? Name { get; }

    /// <summary>The pattern; null for the other kinds.</summary>
    public TextLanguage? Language { get; }

    public IReadOnlySet<string> Except { get; }

    public IReadOnlyList<TextLanguage> ExceptMatching { get; }

    public string Signature { get; }

    public bool IsRest => Name is null && Language is null;

    /// <summary>As a step of an instance path.</summary>
    public string Step
    {
        get
        {
            if (Name is null)
            {
                return Language is null ? "/*" : $"/{{{Language.Source}}}";
            }

            var step = new StringBuilder();
            JsonPointer.Append(step, Name);
            return step.ToString();
        }
    }

    public static NameSet Of(string name) => new(name, null, new HashSet<string>(), []);

    public static NameSet Matching(TextLanguage language) => new(null, language, new HashSet<string>(), []);

    public static NameSet AllBut(IEnumerable<string> names, IEnumerable<TextLanguage> languages) =>
        new(null, null, names.ToHashSet(), [.. languages.DistinctBy(language => language.Source)]);

    public bool Contains(string name) =>
        Name is not null ? Name == name
        : Language is not null ? Language.IsMatch(name)
        : !Except.Contains(name) && !ExceptMatching.Any(language => language.IsMatch(name));

    /// <summary>Whether it holds a name of which only the matching patterns are known, and that no keyword names.</summary>
    public bool ContainsUnnamed(Func<TextLanguage, bool> matches) =>
        Name is null && (Language is not null ? matches(Language) : !ExceptMatching.Any(matches));
}

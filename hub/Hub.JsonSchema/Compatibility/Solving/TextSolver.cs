using System.Text;
using Hub.JsonSchema.Compatibility.Languages;
using Hub.JsonSchema.Compatibility.Terms;

namespace Hub.JsonSchema.Compatibility.Solving;

/// <summary>
/// Finds a text of a length within bounds that matches, and does not match, patterns and formats. Patterns are crossed as automata; a format
/// that is no regular language is framed from both sides: its outer frame proves, its inner one suggests.
/// </summary>
internal sealed class TextSolver(LanguageCache languages, Random? chance, IReadOnlyList<string> trials)
{
    private const int MostSuggestions = 6;

    public Outcome Settle(Branch branch)
    {
        var (least, most) = Lengths(branch);
        if (most < least)
        {
            return Outcome.Empty;
        }

        List<string> excluded = [.. branch.Excluded.Where(value => value[0] == '"').Select(value => CanonicalJson.Parse(value).GetString() ?? "")];
        List<AutomatonUse> proof = [];
        List<AutomatonUse> suggestion = [];
        var exact = true;
        foreach (var literal in branch.Atoms)
        {
            exact &= literal.Demand switch
            {
                TextDemand text => Frame(text.Language, literal.Holds, proof) && Frame(text.Language, literal.Holds, suggestion),
                FormatDemand format => Frame(format, literal.Holds, proof, suggestion),
                _ => true,
            };
        }

        if (exact)
        {
            return Find(proof, excluded, least, most) is (var word, var certain) && word is not null ? Outcome.Found(CanonicalJson.Text(word)) : Outcome.Nothing(certain);
        }

        if (Find(proof, excluded, least, most) is (null, true))
        {
            return Outcome.Empty;
        }

        foreach (var word in Suggest(suggestion, excluded, least, most).Concat(Suggest(proof, excluded, least, most)).Concat(trials))
        {
            var length = word.EnumerateRunes().Count();
            if (length >= least && length <= (most ?? long.MaxValue) && !excluded.Contains(word) && branch.Atoms.TrueForAll(literal => Meets(literal.Demand, word) == literal.Holds))
            {
                return Outcome.Found(CanonicalJson.Text(word));
            }
        }

        return Outcome.Unknown;
    }

    private static (long Least, long? Most) Lengths(Branch branch)
    {
        var (least, most) = (0L, (long?)null);
        foreach (var literal in branch.Atoms)
        {
            if (literal.Demand is not CountDemand count)
            {
                continue;
            }

            if (count.Upper == literal.Holds)
            {
                var limit = count.Upper ? count.Limit : count.Limit - 1L;
                most = Math.Min(most ?? long.MaxValue, limit);
            }
            else
            {
                least = Math.Max(least, count.Upper ? count.Limit + 1L : count.Limit);
            }
        }

        return (least, most);
    }

    private static bool Meets(Demand demand, string word) => demand switch
    {
        TextDemand text => text.Language.IsMatch(word),
        FormatDemand format => format.Check(Encoding.UTF8.GetBytes(word)),
        CountDemand count => word.EnumerateRunes().Count() is var length && (count.Upper ? length <= count.Limit : length >= count.Limit),
        _ => true,
    };

    /// <summary>Adds the automata of a pattern; false when there are none for it.</summary>
    private static bool Frame(TextLanguage language, bool holds, List<AutomatonUse> automata)
    {
        // “Not all of several” is a choice that the product cannot hold; such a pattern is tried.
        if (language.Automata is not { } uses || (!holds && uses.Count > 1))
        {
            return false;
        }

        automata.AddRange(uses.Select(use => use with { Accepts = use.Accepts == holds }));
        return true;
    }

    private bool Frame(FormatDemand format, bool holds, List<AutomatonUse> proof, List<AutomatonUse> suggestion)
    {
        if (!format.IsBuiltIn || languages.Format(format.Name) is not { } known)
        {
            return false;
        }

        Frame(holds ? known.AtMost : known.Surely, holds, proof);
        Frame(holds ? known.Surely : known.AtMost, holds, suggestion);
        return known.IsExact;
    }

    private IEnumerable<string> Suggest(List<AutomatonUse> automata, List<string> excluded, long least, long? most)
    {
        var tried = new List<string>(excluded);
        for (var i = 0; i < MostSuggestions && Find(automata, tried, least, most).Word is { } word; i++)
        {
            yield return word;
            tried.Add(word);
        }
    }

    private (string? Word, bool Certain) Find(List<AutomatonUse> automata, List<string> excluded, long least, long? most)
    {
        if (automata.Count == 0 && excluded.Count == 0 && least <= 100_000)
        {
            return (Plain(least, most), true);
        }

        List<AutomatonUse> all = [.. automata];
        try
        {
            all.AddRange(excluded.Count > 0 ? [new AutomatonUse(Automaton.OfTexts(excluded), false)] : []);
        }
        catch (NotRegularException)
        {
            return (null, false);
        }

        if (chance is not null)
        {
            // Some length near the least; when there is none of that length, any.
            var wished = least + chance.Next(0, (int)Math.Min((most ?? long.MaxValue) - least, 12) + 1);
            if (new WordSearch(all, chance).Find(wished, most, out _) is { } longer)
            {
                return (longer, true);
            }
        }

        var word = new WordSearch(all, chance).Find(least, most, out var certain);
        return (word, certain);
    }

    private string Plain(long least, long? most)
    {
        var length = (int)(chance is null ? least : least + chance.Next(0, (int)Math.Min((most ?? long.MaxValue) - least, 12) + 1));
        return string.Create(length, chance, (text, random) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = (char)('a' + (random?.Next(26) ?? 0));
            }
        });
    }
}

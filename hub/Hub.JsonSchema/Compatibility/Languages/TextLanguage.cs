using System.Text.RegularExpressions;
using Hub.JsonSchema.Patterns;

namespace Hub.JsonSchema.Compatibility.Languages;

/// <summary>
/// The texts in which a regular expression is found, as automata that can be crossed with others. Look-ahead right after <c>^</c> is
/// understood; back-references, look-behind and word boundaries are not regular (or not worth it): such a pattern can only be tried.
/// </summary>
internal sealed class TextLanguage
{
    private static readonly TimeSpan LongestTry = TimeSpan.FromMilliseconds(200);

    private readonly Regex? _regex;

    private TextLanguage(string source, IReadOnlyList<AutomatonUse>? automata, Regex? regex) => (Source, Automata, _regex) = (source, automata, regex);

    public string Source { get; }

    /// <summary>A text is in the language when each automaton answers as it should; null when the pattern is not regular.</summary>
    public IReadOnlyList<AutomatonUse>? Automata { get; }

    /// <exception cref="PatternException">It cannot be read.</exception>
    public static TextLanguage Create(string source)
    {
        var tree = PatternParser.Parse(source);
        try
        {
            return new TextLanguage(source, [.. Split(tree)], null);
        }
        catch (NotRegularException)
        {
            return new TextLanguage(source, null, new Regex(RegexWriter.Write(tree).Regex, RegexOptions.CultureInvariant, LongestTry));
        }
    }

    public bool IsMatch(string text)
    {
        if (Automata is not null)
        {
            return Automata.All(use => use.Automaton.Accepts(text) == use.Accepts);
        }

        try
        {
            return _regex?.IsMatch(text) == true;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary><c>^(?!x)(?=y)z</c> is: not <c>^x</c>, and <c>^y</c>, and <c>^z</c>.</summary>
    private static IEnumerable<AutomatonUse> Split(PatternPart tree)
    {
        if (tree is not SequencePart { Parts: [AnchorPart { Kind: Anchor.Start } start, LookPart { Behind: false }, ..] parts })
        {
            yield return new AutomatonUse(Automaton.Of(tree), true);
            yield break;
        }

        var looks = parts.Skip(1).TakeWhile(part => part is LookPart { Behind: false }).Cast<LookPart>().ToList();
        foreach (var look in looks)
        {
            yield return new AutomatonUse(Automaton.Of(new SequencePart([start, look.Inner])), !look.Negative);
        }

        yield return new AutomatonUse(Automaton.Of(new SequencePart([start, .. parts.Skip(1 + looks.Count)])), true);
    }
}

/// <summary>An automaton and the answer that is wanted of it.</summary>
internal readonly record struct AutomatonUse(Automaton Automaton, bool Accepts);

/// <summary>A pattern that no automaton stands for, or only one too large to build.</summary>
internal sealed class NotRegularException : Exception;

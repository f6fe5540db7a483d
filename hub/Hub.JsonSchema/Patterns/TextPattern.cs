using System.Text.RegularExpressions;
using Hub.JsonSchema.Plan;

namespace Hub.JsonSchema.Patterns;

/// <summary>
/// A regular expression of a schema, ready to be searched in UTF-8 text. Rows of sets that may be long are matched many bytes at a time, nearly all others by a
/// table of states; what would need too large a table by .NET's engine that never backtracks, in linear time too; only those with look-around,
/// back-references or word boundaries by the backtracking one, under a time-out.
/// </summary>
internal sealed class TextPattern
{
    private readonly SetRuns? _runs;
    private readonly ByteAutomaton? _automaton;
    private readonly Regex? _regex;

    private TextPattern(string source, SetRuns? runs, ByteAutomaton? automaton, Regex? regex)
    {
        Source = source;
        _runs = runs;
        _automaton = automaton;
        _regex = regex;
    }

    /// <summary>As the schema writes it.</summary>
    public string Source { get; }

    /// <exception cref="PatternException">It cannot be read.</exception>
    public static TextPattern Create(string source, TimeSpan timeout)
    {
        var tree = PatternParser.Parse(source);
        var runs = SetRuns.From(tree);
        if (runs is not { HasLongRuns: true } && ByteAutomaton.From(tree) is { } automaton)
        {
            return new TextPattern(source, null, automaton, null);
        }

        if (runs is not null)
        {
            return new TextPattern(source, runs, null, null);
        }

        var (regex, needsBacktracking) = RegexWriter.Write(tree);
        try
        {
            return new TextPattern(source, null, null, Build(regex, needsBacktracking, timeout));
        }
        catch (ArgumentException)
        {
            throw new PatternException("expression refusée par le moteur", "expression refused by the engine");
        }
    }

    /// <summary>Whether the text holds a match anywhere. A time-out gives the validation up.</summary>
    public bool IsMatch(ref Evaluation evaluation, ReadOnlySpan<byte> text)
    {
        if (_runs is not null)
        {
            return _runs.IsMatch(text);
        }

        if (_automaton is not null)
        {
            return _automaton.IsMatch(text);
        }

        try
        {
            return _regex is not null && _regex.IsMatch(evaluation.Scratch.Chars(text));
        }
        catch (RegexMatchTimeoutException)
        {
            evaluation.Exceed(Limit.Regex);
            return false;
        }
    }

    private static Regex Build(string regex, bool needsBacktracking, TimeSpan timeout)
    {
        if (!needsBacktracking)
        {
            try
            {
                // No time-out: it is linear in a text whose length is limited, and a wall clock would only measure how busy the
                // machine is. The first match pays for compiling the engine; at start that alone can pass 200 ms.
                return new Regex(regex, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            }
            catch (NotSupportedException)
            {
                // Its automaton would grow too large (long counted repetitions): the time-out has to do.
            }
        }

        return new Regex(regex, RegexOptions.CultureInvariant, timeout);
    }
}

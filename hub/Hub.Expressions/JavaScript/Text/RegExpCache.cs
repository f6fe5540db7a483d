using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Hub.Expressions.JavaScript.Text;

/// <summary>A pattern ready to run.</summary>
internal sealed record CompiledRegExp(Regex Regex, int GroupCount, IReadOnlyList<(string Name, int Number)> Names);

/// <summary>Patterns already translated. They hold no state of any evaluation, so all share them; when too many gather, all are forgotten.</summary>
internal static class RegExpCache
{
    private const int MaxKept = 512;

    private static readonly ConcurrentDictionary<(string Pattern, string Flags, long TimeoutTicks), CompiledRegExp> Known = new();

    /// <exception cref="RegExpError">The pattern or flags are wrong.</exception>
    public static CompiledRegExp Get(string pattern, string flags, TimeSpan timeout)
    {
        var key = (pattern, flags, timeout.Ticks);
        if (Known.TryGetValue(key, out var known))
        {
            return known;
        }

        if (Known.Count >= MaxKept)
        {
            Known.Clear();
        }

        return Known[key] = Compile(pattern, flags, timeout);
    }

    private static CompiledRegExp Compile(string pattern, string flags, TimeSpan timeout)
    {
        var translated = RegExpPattern.Translate(pattern, flags);
        var options = RegexOptions.CultureInvariant;
        if (flags.Contains('i', StringComparison.Ordinal))
        {
            options |= RegexOptions.IgnoreCase;
        }

        var isSticky = flags.Contains('y', StringComparison.Ordinal);
        if (translated is { IsRegular: true, CanExplode: true } && !isSticky)
        {
            try
            {
                return new CompiledRegExp(new Regex(translated.Translation, options | RegexOptions.NonBacktracking, timeout), translated.GroupCount, translated.Names);
            }
            catch (NotSupportedException)
            {
                // Its automaton would be too large; the time-out bounds the other engine.
            }
        }

        try
        {
            var text = isSticky ? $"\\G(?:{translated.GuardedTranslation})" : translated.GuardedTranslation;
            return new CompiledRegExp(new Regex(text, options, timeout), translated.GroupCount, translated.Names);
        }
        catch (ArgumentException)
        {
            throw new RegExpError("The pattern is too large or uses what is not offered", "motif trop grand ou non pris en charge");
        }
    }
}

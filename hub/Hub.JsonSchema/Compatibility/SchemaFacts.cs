using Hub.JsonSchema.Formats;
using Hub.JsonSchema.Patterns;

namespace Hub.JsonSchema.Compatibility;

/// <summary>What those who check schemas ask about a part of one.</summary>
public static class SchemaFacts
{
    /// <summary>Whether the validator asserts a format of that name without being given a check for it.</summary>
    public static bool IsBuiltInFormat(string name) => FormatCatalogue.Find(name) is not null;

    /// <summary>
    /// Whether a regular expression is searched in time linear to the text; one with look-around, back-references or word boundaries is not.
    /// False as well when it cannot be read (ECMA-262, flag <c>u</c>).
    /// </summary>
    public static bool IsLinearPattern(string pattern)
    {
        try
        {
            return !RegexWriter.Write(PatternParser.Parse(pattern)).NeedsBacktracking;
        }
        catch (PatternException)
        {
            return false;
        }
    }
}

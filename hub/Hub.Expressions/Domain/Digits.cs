using System.Text;

namespace Hub.Expressions.Domain;

/// <summary>Numbers as people type them.</summary>
internal static class Digits
{
    /// <summary>The text without spaces, points and hyphens; null when something other than digits remains, or the text is absurdly long.</summary>
    public static string? Only(string text) => Compact(text) is { } compact && compact.All(char.IsAsciiDigit) ? compact : null;

    /// <summary>The text in upper case without spaces, points and hyphens; null when it is absurdly long.</summary>
    public static string? Compact(string text)
    {
        if (text.Length > 100)
        {
            return null;
        }

        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && c is not ('.' or '-'))
            {
                kept.Append(char.ToUpperInvariant(c));
            }
        }

        return kept.ToString();
    }
}

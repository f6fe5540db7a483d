using System.Text.Json;

namespace Hub.Workflows.Comparison;

/// <summary>The lines in which two values differ, as people read them.</summary>
internal static class ValueLines
{
    /// <summary>Empty where one of the two is missing, or both are a word, a number or a truth.</summary>
    public static IReadOnlyList<LineChange> Of(JsonElement before, JsonElement after)
    {
        if (before.IsNothing() || after.IsNothing())
        {
            return [];
        }

        // What the expressions say; where they say the same, the whole input: its syntax or its type is another one.
        var (old, now) = (ComparedValue.Said(before), ComparedValue.Said(after));
        if (ComparedValue.Same(old, now))
        {
            (old, now) = (before, after);
        }

        var (oldText, nowText) = (ComparedValue.Readable(old), ComparedValue.Readable(now));
        return oldText.Contains('\n', StringComparison.Ordinal) || nowText.Contains('\n', StringComparison.Ordinal) || Math.Max(oldText.Length, nowText.Length) > 40 ? TextLines.Compare(oldText, nowText) : [];
    }
}

using System.Text.Json;

namespace Hub.Workflows.Comparison;

/// <summary>A comparison for programs and for people at a terminal.</summary>
public static class ComparisonWriter
{
    /// <summary>
    /// Writes the members <c>isSame</c>, <c>summary</c>, <c>counts</c>, <c>layoutChanges</c> and <c>changes</c> into an object that is open.
    /// </summary>
    public static void WriteMembers(DefinitionComparison comparison, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteBoolean("isSame", comparison.IsSame);
        WriteText("summary", comparison.Summary, writer);
        writer.WriteStartObject("counts");
        writer.WriteNumber("added", comparison.Count(ChangeKind.Added));
        writer.WriteNumber("removed", comparison.Count(ChangeKind.Removed));
        writer.WriteNumber("changed", comparison.Count(ChangeKind.Changed));
        writer.WriteEndObject();
        writer.WriteNumber("layoutChanges", comparison.LayoutChanges);
        writer.WriteStartArray("changes");
        foreach (var change in comparison.Changes)
        {
            WriteChange(change, writer);
        }

        writer.WriteEndArray();
    }

    /// <summary>The comparison as lines: <c>+</c> added, <c>-</c> removed, <c>~</c> changed, each with its sentence, then the lines that differ.</summary>
    /// <param name="comparison">What differs.</param>
    /// <param name="language">A culture's name; French for <c>fr</c>, English for any other.</param>
    public static IEnumerable<string> Lines(DefinitionComparison comparison, string? language)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        foreach (var change in comparison.Changes)
        {
            yield return $"{Sign(change.Kind)} {change.Text.In(language)}";
            foreach (var line in change.Lines)
            {
                yield return $"    {(line.Kind is { } kind ? Sign(kind) : ' ')} {line.Text}";
            }
        }

        yield return comparison.Summary.In(language);
    }

    private static void WriteChange(DefinitionChange change, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", Name(change.Kind));
        writer.WriteString("subject", Name(change.Subject));
        if (change.Activity is { } activity)
        {
            writer.WriteString("activityId", activity.Id);
            writer.WriteString("activityName", activity.Label);
            writer.WriteString("activityType", activity.Type);
            if (change.ActivityBefore is { } before && before.Id != activity.Id)
            {
                writer.WriteString("activityIdBefore", before.Id);
            }
        }

        if (change.Name is { } name)
        {
            writer.WriteString("name", name);
        }

        WriteValue("before", change.Before, writer);
        WriteValue("after", change.After, writer);
        writer.WriteStartArray("lines");
        foreach (var line in change.Lines)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", line.Kind is { } kind ? Name(kind) : "same");
            WriteNumber("before", line.Before, writer);
            WriteNumber("after", line.After, writer);
            writer.WriteString("text", line.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteText("text", change.Text, writer);
        writer.WriteEndObject();
    }

    private static void WriteText(string name, LocalizedText text, Utf8JsonWriter writer)
    {
        writer.WriteStartObject(name);
        writer.WriteString("fr", text.French);
        writer.WriteString("en", text.English);
        writer.WriteEndObject();
    }

    private static void WriteValue(string name, JsonElement value, Utf8JsonWriter writer)
    {
        if (value.IsSet())
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }

    private static void WriteNumber(string name, int? number, Utf8JsonWriter writer)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
        }
    }

    private static char Sign(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => '+',
        ChangeKind.Removed => '-',
        _ => '~',
    };

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

using System.Globalization;
using System.Text.Json;

namespace Hub.Server.Tests.ElsaApi.Recorded;

/// <summary>
/// The form that an answer must have, written as JSON: an object names the members that must be there, each with its form (others
/// may be, in camelCase); <c>{"*": form}</c> is a dictionary, whose keys are data; <c>[form]</c> a list that is never null, and
/// <c>["+", form]</c> one that is not empty either. A text is <c>text</c>, <c>whole</c>, <c>number</c>, <c>flag</c>, <c>true</c>,
/// <c>time</c>, each with <c>?</c> where null may stand, <c>any</c>, <c>@name</c> for a named form, or the values that are
/// allowed, with bars between them.
/// </summary>
internal sealed class Shape(JsonElement named)
{
    /// <summary>Every difference, each with its place.</summary>
    public IReadOnlyList<string> Differences(JsonElement shape, JsonElement value)
    {
        var found = new List<string>();
        Check(shape, value, "", found);
        return found;
    }

    private void Check(JsonElement shape, JsonElement value, string place, List<string> found)
    {
        switch (shape.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(shape, value, place, found);
                break;
            case JsonValueKind.Array:
                CheckList(shape, value, place, found);
                break;
            default:
                CheckText(shape.GetString()!, value, place, found); // a form that is no object and no list is a text
                break;
        }
    }

    private void CheckObject(JsonElement shape, JsonElement value, string place, List<string> found)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            found.Add($"{place}: an object is expected, {value.ValueKind} came");
            return;
        }

        if (shape.TryGetProperty("*", out var each))
        {
            foreach (var entry in value.EnumerateObject())
            {
                Check(each, entry.Value, $"{place}/{entry.Name}", found);
            }

            return;
        }

        foreach (var member in shape.EnumerateObject())
        {
            if (value.TryGetProperty(member.Name, out var given))
            {
                Check(member.Value, given, $"{place}/{member.Name}", found);
            }
            else
            {
                found.Add($"{place}/{member.Name}: missing");
            }
        }

        found.AddRange(value.EnumerateObject().Where(member => char.IsAsciiLetterUpper(member.Name[0])).Select(member => $"{place}/{member.Name}: not in camelCase"));
    }

    private void CheckList(JsonElement shape, JsonElement value, string place, List<string> found)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            found.Add($"{place}: a list is expected, {value.ValueKind} came");
            return;
        }

        var mayBeEmpty = shape.GetArrayLength() < 2;
        if (!mayBeEmpty && value.GetArrayLength() == 0)
        {
            found.Add($"{place}: the list is empty");
        }

        var i = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (shape.GetArrayLength() == 0)
            {
                found.Add($"{place}: the list is not empty");
                return;
            }

            Check(shape[shape.GetArrayLength() - 1], item, $"{place}/{i++}", found);
        }
    }

    private void CheckText(string shape, JsonElement value, string place, List<string> found)
    {
        if (shape is ['@', ..])
        {
            if (shape is [.., '?'] && value.ValueKind == JsonValueKind.Null)
            {
                return;
            }

            Check(named.GetProperty(shape.TrimStart('@').TrimEnd('?')), value, place, found);
            return;
        }

        var holds = (shape is [.., '?'] && value.ValueKind == JsonValueKind.Null) || shape.TrimEnd('?') switch
        {
            "any" => true,
            "text" => value.ValueKind == JsonValueKind.String,
            "whole" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            "flag" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "true" => value.ValueKind == JsonValueKind.True,
            "time" => value.ValueKind == JsonValueKind.String && IsTime(value.GetString()!), // a string
            _ => value.ValueKind == JsonValueKind.String && shape.Split('|').Contains(value.GetString()),
        };
        if (!holds)
        {
            found.Add($"{place}: {shape} is expected, {Short(value)} came");
        }
    }

    // With its offset: without one, a browser takes it for its own time.
    private static bool IsTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) && (text is [.., 'Z'] || (text.Length > 6 && text[^6] is '+' or '-'));

    private static string Short(JsonElement value) => value.GetRawText() is { Length: > 60 } text ? text[..60] + "…" : value.GetRawText();
}

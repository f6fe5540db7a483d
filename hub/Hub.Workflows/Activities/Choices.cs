using System.Text.Json;

namespace Hub.Workflows.Activities;

/// <summary>Settings of the designer's editors for fixed choices.</summary>
public static class Choices
{
    /// <summary>A drop-down list whose texts are its values.</summary>
    public static JsonElement Dropdown(params IReadOnlyList<string> values) => List("dropdown", "selectList", values);

    /// <summary>A list of check boxes whose texts are their values.</summary>
    public static JsonElement Checklist(params IReadOnlyList<string> values) => List("checklist", "checkList", values);

    private static JsonElement List(string editor, string member, IReadOnlyList<string> values) => JsonValues.Write((editor, member, values), static (writer, list) =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject(list.editor);
        writer.WriteStartObject(list.member);
        writer.WriteStartArray("items");
        foreach (var value in list.values)
        {
            writer.WriteStartObject();
            writer.WriteString("text", value);
            writer.WriteString("value", value);
            if (list.editor == "checklist")
            {
                writer.WriteBoolean("isChecked", false);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteBoolean("isFlagsEnum", false);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}

using System.Text.Json;

namespace Hub.Workflows.Http;

/// <summary>Reads headers from JSON: an object whose members are a value or a list of values.</summary>
internal static class HttpHeaderList
{
    public static IReadOnlyList<KeyValuePair<string, string>> From(JsonElement headers)
    {
        if (headers.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var list = new List<KeyValuePair<string, string>>();
        foreach (var header in headers.EnumerateObject())
        {
            if (header.Value.ValueKind == JsonValueKind.Array)
            {
                foreach (var value in header.Value.EnumerateArray())
                {
                    list.Add(KeyValuePair.Create(header.Name, value.AsText() ?? ""));
                }
            }
            else if (!header.Value.IsNothing())
            {
                list.Add(KeyValuePair.Create(header.Name, header.Value.AsText() ?? ""));
            }
        }

        return list;
    }

    public static void Write(IReadOnlyList<KeyValuePair<string, string>> headers, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var group in headers.GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase))
        {
            writer.WriteStartArray(group.Key);
            foreach (var header in group)
            {
                writer.WriteStringValue(header.Value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}

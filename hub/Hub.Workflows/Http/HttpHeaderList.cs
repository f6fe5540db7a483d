using System.Text.Json;

namespace Hub.Workflows.Http;

/// <summary>Reads headers from JSON: an object whose members are a value or a list of values.</summary>
internal static class HttpHeaderList
{
    private const int Few = 32;

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
        if (headers.Count <= Few)
        {
            WriteFew(headers, writer);
        }
        else
        {
            foreach (var group in headers.GroupBy(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase))
            {
                writer.WriteStartArray(group.Key);
                foreach (var value in group)
                {
                    writer.WriteStringValue(value);
                }

                writer.WriteEndArray();
            }
        }

        writer.WriteEndObject();
    }

    // Looking through a short list again costs less than sorting it into groups.
    private static void WriteFew(IReadOnlyList<KeyValuePair<string, string>> headers, Utf8JsonWriter writer)
    {
        for (var first = 0; first < headers.Count; first++)
        {
            var name = headers[first].Key;
            if (IndexOf(headers, name, 0) < first)
            {
                continue;
            }

            writer.WriteStartArray(name);
            for (var at = first; at < headers.Count; at = IndexOf(headers, name, at + 1))
            {
                writer.WriteStringValue(headers[at].Value);
            }

            writer.WriteEndArray();
        }
    }

    // The length when there is none.
    private static int IndexOf(IReadOnlyList<KeyValuePair<string, string>> headers, string name, int from)
    {
        var at = from;
        while (at < headers.Count && !headers[at].Key.Equals(name, StringComparison.OrdinalIgnoreCase))
        {
            at++;
        }

        return at;
    }
}

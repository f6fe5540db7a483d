using System.Runtime.InteropServices;
using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>
/// The larger values of a document that is being written. The same value often occurs several times: a request is an output, a variable
/// and the next step's input. It stands once in the table, and its number wherever it occurs.
/// </summary>
public sealed class ValueTable
{
    // What is shorter costs less than its number and its place in the table.
    private const int WorthSharing = 48;

    // Of very many values only the last are searched.
    private const int Searched = 32;

    private readonly List<JsonElement> _values = [];
    private readonly List<(string Name, int Number)> _shared = [];
    private bool _isOpen;

    /// <summary>
    /// Writes one member of what <see cref="EndMembers"/> closes; a value that is not set is left out. Small ones become members of the
    /// object <paramref name="name"/>, in their order.
    /// </summary>
    public void WriteMember(Utf8JsonWriter writer, string name, string member, JsonElement value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (!value.IsSet())
        {
            return;
        }

        if (JsonMarshal.GetRawUtf8Value(value).Length >= WorthSharing)
        {
            _shared.Add((member, NumberOf(value)));
            return;
        }

        Open(writer, name);
        writer.WritePropertyName(member);
        value.CopyTo(writer);
    }

    /// <summary>Writes the object of the numbers, where there are any, and ends both.</summary>
    /// <param name="keepEmpty">Whether the object <paramref name="name"/> stands there, empty, when there was no member at all.</param>
    public void EndMembers(Utf8JsonWriter writer, string name, string numbersName, bool keepEmpty = false)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (keepEmpty && _shared.Count == 0)
        {
            Open(writer, name);
        }

        if (_isOpen)
        {
            writer.WriteEndObject();
            _isOpen = false;
        }

        if (_shared.Count > 0)
        {
            writer.WriteStartObject(numbersName);
            foreach (var (member, number) in _shared)
            {
                writer.WriteNumber(member, number);
            }

            writer.WriteEndObject();
            _shared.Clear();
        }
    }

    /// <summary>Writes the table itself as an array; its places are the numbers.</summary>
    public void Write(Utf8JsonWriter writer, string name)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray(name);
        foreach (var value in _values)
        {
            value.CopyTo(writer);
        }

        writer.WriteEndArray();
    }

    /// <summary>One member of what <see cref="EndMembers"/> ended, itself or by its number; not set when there is none.</summary>
    /// <param name="table">What <see cref="Write"/> wrote; not set for a document without a table.</param>
    internal static JsonElement Read(JsonElement json, string name, string numbersName, string member, JsonElement table)
    {
        if (json.TryGetProperty(name, out var own) && own.TryGetProperty(member, out var value))
        {
            return value;
        }

        return json.TryGetProperty(numbersName, out var numbers) && numbers.TryGetProperty(member, out var number) ? table[number.GetInt32()] : default;
    }

    /// <summary>Every member of what <see cref="EndMembers"/> ended, by name: those that stand there, then those of the table.</summary>
    /// <param name="table">What <see cref="Write"/> wrote, place by place.</param>
    public static Dictionary<string, JsonElement> ReadMembers(JsonElement json, string name, string numbersName, IReadOnlyList<JsonElement> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (json.TryGetProperty(name, out var own))
        {
            foreach (var member in own.EnumerateObject())
            {
                members[member.Name] = member.Value;
            }
        }

        if (json.TryGetProperty(numbersName, out var numbers))
        {
            foreach (var member in numbers.EnumerateObject())
            {
                members[member.Name] = table[member.Value.GetInt32()];
            }
        }

        return members;
    }

    private void Open(Utf8JsonWriter writer, string name)
    {
        if (!_isOpen)
        {
            writer.WriteStartObject(name);
            _isOpen = true;
        }
    }

    // By content, so that a state that was read and is written again is the same.
    private int NumberOf(JsonElement value)
    {
        var text = JsonMarshal.GetRawUtf8Value(value);
        for (var i = _values.Count - 1; i >= 0 && i >= _values.Count - Searched; i--)
        {
            if (JsonMarshal.GetRawUtf8Value(_values[i]).SequenceEqual(text))
            {
                return i;
            }
        }

        _values.Add(value);
        return _values.Count - 1;
    }
}

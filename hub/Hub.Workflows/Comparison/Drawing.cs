using System.Globalization;
using System.Text.Json;
using Hub.Workflows.Activities.Composition;

namespace Hub.Workflows.Comparison;

/// <summary>Finds every step in a definition's JSON without knowing any type of activity: a comparison must work where a type is not installed.</summary>
internal static class Drawing
{
    // A port is an activity, a list of them, or a member of the objects in a list: nothing known is deeper.
    private const int DeepestPort = 5;

    // What holds no steps, whatever it looks like.
    private static readonly HashSet<string> Closed = new(StringComparer.OrdinalIgnoreCase) { "metadata", "customProperties", "applicationProperties", "variables", "variable", "connections" };

    // What identifies a step or is derived: compared by the matching, or not at all.
    private static readonly HashSet<string> Apart = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "nodeId", "name", "type", "metadata", "customProperties", "latestAvailablePublishedVersion", "latestAvailablePublishedVersionId",
    };

    /// <summary>The steps, parents before what they hold, in the order of the definition; the members of one step in the order of their names.</summary>
    /// <param name="root">The outermost step.</param>
    /// <param name="opensPlaceholders">Whether a placeholder for an unknown type counts as the step that it stands for.</param>
    public static IReadOnlyList<DrawnActivity> Read(JsonElement root, bool opensPlaceholders = true)
    {
        var all = new List<DrawnActivity>();
        var open = new Stack<(JsonElement Json, DrawnActivity? Parent, string Port, int Position)>();
        open.Push((root, null, "root", 0));
        while (open.TryPop(out var next))
        {
            var activity = new DrawnActivity(next.Json, opensPlaceholders ? Unwrap(next.Json) : next.Json, next.Parent, next.Port, next.Position);
            all.Add(activity);
            next.Parent?.Children.Add(activity);
            var inside = ReadMembers(activity);
            for (var i = inside.Count - 1; i >= 0; i--)
            {
                open.Push((inside[i].Json, activity, inside[i].Port, inside[i].Position));
            }
        }

        return all;
    }

    /// <summary>Whether a member may hold steps at all.</summary>
    public static bool MayHoldSteps(string member) => !Closed.Contains(member);

    private static List<Held> ReadMembers(DrawnActivity activity)
    {
        var inside = new List<Held>();
        foreach (var member in activity.Json.EnumerateObject().OrderBy(member => member.Name, StringComparer.OrdinalIgnoreCase))
        {
            if (Apart.Contains(member.Name) || member.Value.IsNothing() || IsContainers(member))
            {
                continue;
            }

            var isList = member.Name.Equals("activities", StringComparison.OrdinalIgnoreCase);
            var before = inside.Count;
            if (!Closed.Contains(member.Name))
            {
                Collect(member.Value, member.Name, isList, 0, inside);
            }

            var rest = inside.Count == before ? (isList ? default : member.Value) : WithoutSteps(member.Value, isList);
            if (rest.IsSet())
            {
                activity.Own.TryAdd(member.Name, rest);
            }
        }

        return inside;
    }

    // Variables and connections are compared one by one; an input may have such a name too.
    private static bool IsContainers(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.Array
        && (member.Name.Equals("variables", StringComparison.OrdinalIgnoreCase) || member.Name.Equals("connections", StringComparison.OrdinalIgnoreCase));

    private static void Collect(JsonElement value, string port, bool isList, int depth, List<Held> found)
    {
        if (IsActivity(value, isList))
        {
            found.Add(new Held(value, port, 0));
        }
        else if (depth >= DeepestPort || IsWrapped(value))
        {
            return;
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject().Where(member => !Closed.Contains(member.Name)))
            {
                Collect(member.Value, $"{port}/{member.Name}", isList: false, depth + 1, found);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            var position = 0;
            foreach (var item in value.EnumerateArray())
            {
                if (IsActivity(item, isList))
                {
                    found.Add(new Held(item, port, position));
                }
                else if (item.ValueKind == JsonValueKind.Object)
                {
                    Collect(item, $"{port}/{KeyOf(item, position)}", isList: false, depth + 1, found);
                }

                position++;
            }
        }
    }

    // What a case, a state or a status is called stays when another one is put before it; its number does not.
    private static string KeyOf(JsonElement item, int position) =>
        item.Member("label").AsText() ?? item.Member("name").AsText() ?? item.Member("statusCode").AsText() ?? position.ToString(CultureInfo.InvariantCulture);

    // Not set when nothing is left but steps.
    private static JsonElement WithoutSteps(JsonElement value, bool isList)
    {
        if (IsActivity(value, isList) || (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => IsActivity(item, isList) || item.IsNothing())))
        {
            return default;
        }

        return JsonValues.Write((value, isList), static (writer, state) => WriteWithoutSteps(writer, state.value, state.isList, 0));
    }

    private static void WriteWithoutSteps(Utf8JsonWriter writer, JsonElement value, bool isList, int depth)
    {
        if (depth > DeepestPort || IsWrapped(value))
        {
            value.WriteTo(writer);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (var member in value.EnumerateObject().Where(member => !IsActivity(member.Value, isList: false)))
            {
                writer.WritePropertyName(member.Name);
                WriteWithoutSteps(writer, member.Value, isList: false, depth + 1);
            }

            writer.WriteEndObject();
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var item in value.EnumerateArray().Where(item => !IsActivity(item, isList)))
            {
                WriteWithoutSteps(writer, item, isList: false, depth + 1);
            }

            writer.WriteEndArray();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    /// <summary>
    /// Whether a value is a step. An expression has a type too, but neither an id nor a version; an input is known by its expression, a
    /// variable by its typeName.
    /// </summary>
    /// <param name="value">Any JSON.</param>
    /// <param name="isList">Whether it is an item of <c>activities</c>, where only steps are.</param>
    public static bool IsActivity(JsonElement value, bool isList) =>
        value.ValueKind == JsonValueKind.Object
        && value.Member("type") is { ValueKind: JsonValueKind.String } type
        && !value.Member("typeName").IsSet()
        && !value.Member("expression").IsSet()
        && (isList
            || value.Member("version").ValueKind == JsonValueKind.Number
            || value.Member("id").ValueKind == JsonValueKind.String
            || (type.GetString()!.Contains('.', StringComparison.Ordinal) && !value.Member("value").IsSet())); // a string, as asked above

    /// <summary>Whether a value is an input with its expression, or an output with where it goes.</summary>
    public static bool IsWrapped(JsonElement value) => value.ValueKind == JsonValueKind.Object && (value.Member("expression").IsSet() || value.Member("memoryReference").IsSet());

    // A step of a type that some hub did not know comes back from the designer inside a placeholder (contract §2): it is still that step.
    private static JsonElement Unwrap(JsonElement json)
    {
        if (json.Member("type").AsText() != NotFoundActivity.TypeName || json.Member("originalActivityJson").AsText() is not { Length: > 0 } text)
        {
            return json;
        }

        try
        {
            return JsonValues.Parse(text) is { ValueKind: JsonValueKind.Object } original && original.Member("type").ValueKind == JsonValueKind.String ? original : json;
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private readonly record struct Held(JsonElement Json, string Port, int Position);
}

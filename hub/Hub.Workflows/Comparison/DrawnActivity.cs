using System.Text.Json;

namespace Hub.Workflows.Comparison;

/// <summary>One step as a definition's JSON holds it, with what it holds itself told apart from the steps inside.</summary>
internal sealed class DrawnActivity(JsonElement given, JsonElement json, DrawnActivity? parent, string port, int position)
{
    public string Id { get; } = json.Member("id").AsText() ?? "";

    public string Type { get; } = json.Member("type").AsText() ?? "";

    public string? Name { get; } = json.Member("name").AsText() is { Length: > 0 } name ? name : null;

    /// <summary>What the designer wrote about its box; not set when nothing was.</summary>
    public JsonElement Designer { get; } = given.Member("metadata").Member("designer");

    public JsonElement Json { get; } = json;

    public DrawnActivity? Parent { get; } = parent;

    /// <summary>The member of the parent that holds it, without its place among others: <c>activities</c>, <c>then</c>, <c>cases/Adult/activity</c>.</summary>
    public string Port { get; } = port;

    /// <summary>Its place among those of the same port.</summary>
    public int Position { get; } = position;

    public List<DrawnActivity> Children { get; } = [];

    /// <summary>Its inputs, outputs and other members, by name; steps inside are left out of the values.</summary>
    public SortedDictionary<string, JsonElement> Own { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The same step in the other definition; null when that one does not have it.</summary>
    public DrawnActivity? Match { get; set; }

    /// <summary>Whether connections, and not the order of its steps, say what follows what.</summary>
    public bool IsFlowchart => Type == "Elsa.Flowchart" || Json.Member("connections").ValueKind == JsonValueKind.Array;

    public ComparedActivity Compared => new(Id, Type, Label);

    public string Label => Json.Member("metadata").Member("displayText").AsText() is { Length: > 0 } title ? title
        : Name ?? (Id.Length > 0 ? Id : Type);
}

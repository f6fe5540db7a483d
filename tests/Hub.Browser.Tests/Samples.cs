using System.Text.Json.Nodes;

namespace Hub.Browser.Tests;

/// <summary>Workflows that the tests put into a hub, and the pages that are ours.</summary>
internal static class Samples
{
    /// <summary>The procedure that the hub ships.</summary>
    public const string Canteen = "inscription-periscolaire";

    /// <summary>The pages that hold nothing of the Studio, with a name for the pictures.</summary>
    public static IReadOnlyList<(string Name, string Path)> OwnPages { get; } =
    [
        ("sign-in", "/sign-in"),
        ("accessibility", "/designer/pages/accessibility.html"),
        ("console", "/console/"),
        ("steps", $"/designer/workflows/definitions/{Canteen}/steps"),
        ("versions", $"/designer/workflows/definitions/{Canteen}/versions"),
    ];

    /// <summary>A model as the Studio saves it: a flowchart of activities one beside the other, each leading to the next.</summary>
    public static string Flowchart(string definitionId, string name, params ReadOnlySpan<JsonObject> activities)
    {
        var nodes = new JsonArray();
        var connections = new JsonArray();
        foreach (var activity in activities)
        {
            var id = activity["id"]!.GetValue<string>(); // each has one
            activity["version"] = 1;
            activity["nodeId"] = $"Workflow1:Flowchart1:{id}";
            activity["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["position"] = Point("x", nodes.Count % 5 * 320, "y", nodes.Count / 5 * 120), ["size"] = Point("width", 200, "height", 60) } };
            if (nodes.Count > 0)
            {
                connections.Add(new JsonObject
                {
                    ["source"] = new JsonObject { ["activity"] = nodes[^1]!["id"]!.GetValue<string>(), ["port"] = "Done" }, // added in this very loop
                    ["target"] = new JsonObject { ["activity"] = id, ["port"] = "In" },
                });
            }

            nodes.Add(activity);
        }

        return new JsonObject
        {
            ["definitionId"] = definitionId,
            ["name"] = name,
            ["root"] = new JsonObject { ["id"] = "Flowchart1", ["nodeId"] = "Workflow1:Flowchart1", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = nodes, ["connections"] = connections },
        }.ToJsonString();
    }

    public static JsonObject Activity(string id, string type, params ReadOnlySpan<(string Name, string Type, string Expression, string Value)> inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type };
        foreach (var (name, typeName, expression, value) in inputs)
        {
            activity[name] = new JsonObject { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = expression, ["value"] = value } };
        }

        return activity;
    }

    private static JsonObject Point(string first, int one, string second, int two) => new() { [first] = one, [second] = two };
}

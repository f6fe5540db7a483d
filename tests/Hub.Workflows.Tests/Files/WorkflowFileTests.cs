using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Workflows.Comparison;
using Hub.Workflows.Definitions;
using Hub.Workflows.Files;
using Hub.Workflows.Tests.Engine;
using Hub.Workflows.Tests.Properties;

namespace Hub.Workflows.Tests.Files;

public sealed class WorkflowFileTests
{
    private const string Drawn = """
        {"id":"v7","definitionId":"d1","name":"Test","version":7,"createdAt":"2026-01-01T00:00:00Z","isLatest":true,"isPublished":true,"toolVersion":"3.8.0.0","links":[],
         "variables":[{"storageDriverTypeName":null,"value":"7","name":"Count","id":"n","typeName":"Int32","isArray":false}],
         "root":{"type":"Elsa.Flowchart","id":"flow","version":1,"nodeId":"Workflow1:flow","metadata":{},
           "activities":[
             {"version":1,"type":"Elsa.WriteLine","id":"say","name":"Say","nodeId":"Workflow1:flow:say","result":null,
              "metadata":{"designer":{"position":{"x":1.50,"y":2},"size":{"width":10,"height":20}},"displayText":"Dire é"},
              "text":{"expression":{"value":"Hi","type":"Literal"},"typeName":"String"}},
             {"id":"ask","type":"Elsa.FlowSwitch","version":1,"name":"Ask","metadata":{"designer":{"position":{"x":5,"y":6}}},
              "cases":[{"condition":{"value":"a < b","type":"JavaScript"},"label":"Less"}]},
             {"id":"begin","type":"Elsa.Start","version":1,"name":"Begin"}],
           "connections":[
             {"source":{"activity":"say","port":"Done"},"target":{"activity":"ask","port":"In"},"vertices":[{"x":7,"y":8}]},
             {"vertices":[],"target":{"port":"In","activity":"say"},"source":{"port":"Done","activity":"begin"}}]}}
        """;

    private static readonly int Seeds = Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1" ? 5_000 : 200;

    [Fact]
    public void Write_ADrawing_HasElsasMembersFirstAndNoBoxes()
    {
        Assert.Equal(
            """
            {
              "$schema": "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json",
              "definitionId": "d1",
              "name": "Test",
              "toolVersion": "3.8.0.0",
              "variables": [
                {
                  "id": "n",
                  "name": "Count",
                  "typeName": "Int32",
                  "isArray": false,
                  "value": "7"
                }
              ],
              "inputs": [],
              "outputs": [],
              "outcomes": [],
              "customProperties": {},
              "isReadonly": false,
              "isSystem": false,
              "options": {
                "autoUpdateConsumingWorkflows": false
              },
              "root": {
                "id": "flow",
                "type": "Elsa.Flowchart",
                "version": 1,
                "activities": [
                  {
                    "id": "begin",
                    "name": "Begin",
                    "type": "Elsa.Start",
                    "version": 1
                  },
                  {
                    "id": "ask",
                    "name": "Ask",
                    "type": "Elsa.FlowSwitch",
                    "version": 1,
                    "cases": [
                      {
                        "label": "Less",
                        "condition": {
                          "type": "JavaScript",
                          "value": "a < b"
                        }
                      }
                    ]
                  },
                  {
                    "id": "say",
                    "name": "Say",
                    "type": "Elsa.WriteLine",
                    "version": 1,
                    "metadata": {
                      "displayText": "Dire é"
                    },
                    "text": {
                      "typeName": "String",
                      "expression": {
                        "type": "Literal",
                        "value": "Hi"
                      }
                    }
                  }
                ],
                "connections": [
                  {
                    "source": {
                      "activity": "begin",
                      "port": "Done"
                    },
                    "target": {
                      "activity": "say",
                      "port": "In"
                    }
                  },
                  {
                    "source": {
                      "activity": "say",
                      "port": "Done"
                    },
                    "target": {
                      "activity": "ask",
                      "port": "In"
                    }
                  }
                ]
              }
            }

            """.ReplaceLineEndings("\n"),
            Encoding.UTF8.GetString(WorkflowFile.Write(Parse(Drawn))));
    }

    [Fact]
    public void Write_BoxMoved_ChangesTheLayoutFileAlone()
    {
        var moved = Drawn.Replace("1.50", "-300", StringComparison.Ordinal).Replace("\"x\":7", "\"x\":70", StringComparison.Ordinal);

        Assert.Equal(WorkflowFile.Write(Parse(Drawn)), WorkflowFile.Write(Parse(moved)));
        Assert.NotEqual(LayoutFile.Write(Parse(Drawn)), LayoutFile.Write(Parse(moved)));
        Assert.NotEqual(WorkflowFile.Write(Parse(Drawn), withLayout: true), WorkflowFile.Write(Parse(moved), withLayout: true));
        var layout = JsonElement.Parse(LayoutFile.Write(Parse(moved)));
        Assert.Equal(["root/ask", "root/say"], layout.GetProperty("activities").EnumerateObject().Select(box => box.Name));
        Assert.Equal(70, layout.GetProperty("connections").GetProperty("root")[0].GetProperty("vertices")[0].GetProperty("x").GetInt32());
    }

    [Fact]
    public void Read_FileWithItsOwnBoxes_KeepsThoseAndTakesTheOthersFromTheLayout()
    {
        var layout = LayoutFile.Write(Parse(Drawn));
        var exported = Encoding.UTF8.GetString(WorkflowFile.Write(Parse(Drawn))).Replace("\"displayText\"", "\"designer\": {\"position\": {\"x\": 99, \"y\": 99}}, \"displayText\"", StringComparison.Ordinal);

        var steps = JsonElement.Parse(LayoutFile.Write(WorkflowFile.Read(Encoding.UTF8.GetBytes(exported), layout))).GetProperty("activities");

        Assert.Equal(99, steps.GetProperty("root/say").GetProperty("position").GetProperty("x").GetInt32());
        Assert.Equal(5, steps.GetProperty("root/ask").GetProperty("position").GetProperty("x").GetInt32());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    public void Read_LayoutThatIsNone_IsRefused(string layout) =>
        Assert.Throws<DefinitionException>(() => WorkflowFile.Read(Encoding.UTF8.GetBytes(Drawn), Encoding.UTF8.GetBytes(layout)));

    [Fact]
    public void Write_StepWithoutId_KeepsOrderAndItsBox()
    {
        var nameless = Drawn.Replace("\"id\":\"ask\",", "", StringComparison.Ordinal);

        var file = JsonElement.Parse(WorkflowFile.Write(Parse(nameless))).GetProperty("root").GetProperty("activities");

        Assert.Equal(["Elsa.WriteLine", "Elsa.FlowSwitch", "Elsa.Start"], file.EnumerateArray().Select(step => step.GetProperty("type").GetString()));
        Assert.Equal(5, file[1].GetProperty("metadata").GetProperty("designer").GetProperty("position").GetProperty("x").GetInt32());
        Assert.False(file[0].GetProperty("metadata").TryGetProperty("designer", out _));
    }

    [Fact]
    public void Write_ReadAgainAndWritten_IsTheSameByteForByteAndMeansTheSame()
    {
        foreach (var (name, definition) in All())
        {
            var (workflow, layout) = (WorkflowFile.Write(definition), LayoutFile.Write(definition));
            var read = WorkflowFile.Read(workflow, layout);
            var comparison = DefinitionComparison.Of(definition, read);

            Assert.True(workflow.AsSpan().SequenceEqual(WorkflowFile.Write(read)), $"{name}: another workflow file.");
            Assert.True(layout.AsSpan().SequenceEqual(LayoutFile.Write(read)), $"{name}: another layout file.");
            Assert.True(comparison.IsSame && comparison.LayoutChanges == 0, $"{name}: {string.Join("; ", comparison.Changes.Select(change => change.Text.English))} {comparison.Summary.English}");

            var whole = WorkflowFile.Write(definition, withLayout: true);
            Assert.True(whole.AsSpan().SequenceEqual(WorkflowFile.Write(read, withLayout: true)), $"{name}: another file with layout.");
            Assert.True(whole.AsSpan().SequenceEqual(WorkflowFile.Write(WorkflowFile.Read(whole, default), withLayout: true)), $"{name}: another file with layout, read from one.");
            Assert.True(workflow.AsSpan().SequenceEqual(WorkflowFile.Write(WorkflowFile.Read(whole, default))), $"{name}: the file with layout is another workflow.");
        }
    }

    [Fact]
    public void Write_SavedInAnotherOrder_IsTheSameFile()
    {
        var random = new Random(1);
        foreach (var (name, definition) in All())
        {
            var shuffled = Shuffled(definition, random);

            Assert.True(WorkflowFile.Write(definition).AsSpan().SequenceEqual(WorkflowFile.Write(shuffled)), $"{name}: another workflow file.\n{Encoding.UTF8.GetString(WorkflowFile.Write(definition))}\n{Encoding.UTF8.GetString(WorkflowFile.Write(shuffled))}");
            Assert.True(LayoutFile.Write(definition).AsSpan().SequenceEqual(LayoutFile.Write(shuffled)), $"{name}: another layout file.");
        }
    }

    private static IEnumerable<(string Name, WorkflowDefinition Definition)> All()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var maker = new WorkflowMaker(seed);
            yield return ($"seed {seed}", Parse($$"""{"id":"v1","definitionId":"d1","name":"Test","version":1,{{maker.Extra(null)}}"root":{{maker.Root()}}}"""));
        }

        foreach (var file in ElsaFiles.Definitions())
        {
            yield return (file, WorkflowDefinition.Parse(File.ReadAllBytes(file)));
        }
    }

    // The members of every object in another order, save inside values; a flowchart's steps and connections too, as far as that changes nothing in what runs.
    private static WorkflowDefinition Shuffled(WorkflowDefinition definition, Random random)
    {
        var hasEveryId = Drawing.Read(definition.Root).All(step => step.Id.Length > 0);
        var node = Shuffle(JsonNode.Parse(definition.ToJson(), documentOptions: new JsonDocumentOptions { MaxDepth = 4096 }), "");
        return Parse(node!.ToJsonString(new JsonSerializerOptions { MaxDepth = 4096 })); // JSON that was just written

        JsonNode? Shuffle(JsonNode? value, string name)
        {
            switch (value)
            {
                case JsonObject json:
                    var members = json.OrderBy(_ => random.Next()).Select(member => KeyValuePair.Create(member.Key, member.Key == "value" ? member.Value?.DeepClone() : Shuffle(member.Value, member.Key))).ToList();
                    var shuffled = new JsonObject(members);
                    Reorder(shuffled);
                    return shuffled;
                case JsonArray items:
                    return new JsonArray([.. items.Select(item => Shuffle(item, name))]);
                default:
                    return value?.DeepClone();
            }
        }

        void Reorder(JsonObject json)
        {
            if ((string?)(json["type"] as JsonValue) != "Elsa.Flowchart" || json["activities"] is not JsonArray steps || json["connections"] is not JsonArray connections)
            {
                return;
            }

            // Which step comes first counts when nothing else says where to begin; those of one name are found in their order.
            var names = steps.Select(step => (string?)step?["name"]).Where(name => name is not null).ToList();
            if (hasEveryId && names.Distinct().Count() == names.Count && steps.Any(step => (string?)step?["type"] == "Elsa.Start"))
            {
                json["activities"] = new JsonArray([.. steps.Select(step => step?.DeepClone()).OrderBy(_ => random.Next())]);
            }

            // The ways out of one step keep their order.
            var ranks = connections.Select(Source).Distinct().ToDictionary(source => source, _ => random.Next());
            json["connections"] = new JsonArray([.. connections.Select(connection => connection?.DeepClone()).OrderBy(connection => ranks[Source(connection)])]);
        }

        static string Source(JsonNode? connection) => connection?["source"] is JsonObject end ? (string?)end["activity"] ?? "" : (string?)connection?["source"] ?? "";
    }

    private static WorkflowDefinition Parse(string json) => WorkflowDefinition.Parse(Encoding.UTF8.GetBytes(json));
}

using System.Text.Json;
using Hub.Workflows.Activities;
using Hub.Workflows.Graph;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Definitions;

public sealed class DesignerWriterTests
{
    private static JsonElement Write(WorkflowGraph graph) => JsonValues.Write(graph, static (writer, written) => DesignerWriter.Write(written, writer));

    [Fact]
    public void Write_NewFlowchartWithoutArrays_GetsWhatTheDesignerNeeds()
    {
        var root = Write(new TestEngine().Compile("""{"type":"Elsa.Flowchart"}""")).GetProperty("root");

        Assert.Equal("Workflow1:Flowchart1", root.GetProperty("nodeId").GetString());
        Assert.Equal(1, root.GetProperty("version").GetInt32());
        Assert.All(new[] { "activities", "connections", "variables" }, name => Assert.Equal(0, root.GetProperty(name).GetArrayLength()));
        Assert.All(new[] { "metadata", "customProperties" }, name => Assert.Equal(JsonValueKind.Object, root.GetProperty(name).ValueKind));
    }

    [Fact]
    public void Write_CasesUnknownTypesAndOldConnections_ComeBackReadable()
    {
        var @switch = Json.Step("s", "Switch", $"\"cases\":[{{\"label\":\"L\",\"mine\":1,\"activity\":{Json.Line("c", "case")}}}],\"nodeId\":\"wrong\"");
        var graph = new TestEngine().Compile($$"""{"id":"f","type":"Elsa.Flowchart","activities":[{{@switch}},{"id":"m","type":"Acme.Mystery","version":3,"own":true}],"connections":[{"source":"s","target":"m","vertices":[{"x":1,"y":2}]},{"source":"m","target":"gone"}]}""");

        var root = Write(graph).GetProperty("root");

        var first = root.GetProperty("activities")[0];
        Assert.Equal("Workflow1:f:s", first.GetProperty("nodeId").GetString());
        Assert.Equal(1, first.GetProperty("cases")[0].GetProperty("mine").GetInt32());
        Assert.Equal("Workflow1:f:s:c", first.GetProperty("cases")[0].GetProperty("activity").GetProperty("nodeId").GetString());
        var missing = root.GetProperty("activities")[1];
        Assert.Equal(("Elsa.NotFoundActivity", "Acme.Mystery", 3), (missing.GetProperty("type").GetString(), missing.GetProperty("missingTypeName").GetString(), missing.GetProperty("missingTypeVersion").GetInt32()));
        Assert.Equal("""{"source":{"activity":"s","port":"Done"},"target":{"activity":"m","port":"In"},"vertices":[{"x":1,"y":2}]}""", Assert.Single(root.GetProperty("connections").EnumerateArray()).GetRawText());
        Assert.Equal("gone", root.GetProperty("customProperties").GetProperty("notFoundConnections")[0].GetProperty("target").GetString());
    }

    [Fact]
    public void Write_ReadAndWrittenAgain_IsTheSame()
    {
        var engine = new TestEngine();
        var once = Write(engine.Compile(Json.Flowchart("f", [Json.Line("a", "1"), """{"id":"m","type":"Acme.Mystery","version":3}"""], "a>m")));

        var again = Write(engine.Compile(Workflows.Definitions.WorkflowDefinition.From(once)));

        Assert.Equal(once.GetRawText(), again.GetRawText());
    }

    [Fact]
    public void WriteDescriptor_French_IsWhatTheDesignerReads()
    {
        var descriptor = ActivityRegistry.CreateDefault().Find("Elsa.If")!; // registered by the engine

        var json = JsonValues.Write(descriptor, static (writer, written) => ActivityDescriptorWriter.Write(written, writer, "fr-FR"));

        Assert.Equal(("Si", "Branchements", "If", "Elsa"), (json.GetProperty("displayName").GetString(), json.GetProperty("category").GetString(), json.GetProperty("name").GetString(), json.GetProperty("namespace").GetString()));
        Assert.Equal(["Then:Embedded", "Else:Embedded", "Done:Flow"], json.GetProperty("ports").EnumerateArray().Select(port => $"{port.GetProperty("name").GetString()}:{port.GetProperty("type").GetString()}"));
        Assert.Equal("singleline", json.GetProperty("inputs")[0].GetProperty("uiHint").GetString());
    }
}

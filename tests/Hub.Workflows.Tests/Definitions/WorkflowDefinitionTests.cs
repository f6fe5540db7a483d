using System.Text;
using System.Text.Json;
using Hub.Workflows.Definitions;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Definitions;

public sealed class WorkflowDefinitionTests
{
    private static WorkflowDefinition Parse(string json) => WorkflowDefinition.Parse(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void ToJson_UnknownMembersEverywhere_AreKept()
    {
        const string json = """
            {"id":"v","definitionId":"d","name":" N ","version":3,"isLatest":true,"myExtension":{"a":[1,2]},
             "variables":[{"id":"x","name":"X","typeName":"Int32","isArray":false,"value":"5","storageDriverTypeName":null,"note":"kept"}],
             "inputs":[{"type":"String","name":"In","uiHint":"singleline","storageDriverType":"S"}],
             "options":{"usableAsActivity":true,"autoUpdateConsumingWorkflows":true},
             "root":{"id":"r","type":"Elsa.Sequence","version":1,"activities":[],"mine":{"b":true}}}
            """;

        var once = Parse(json);
        var again = WorkflowDefinition.Parse(once.ToJson());

        Assert.Equal(once.ToJson(), again.ToJson());
        var written = JsonValues.Parse(once.ToJson());
        Assert.Equal("[1,2]", written.GetProperty("myExtension").GetProperty("a").GetRawText());
        Assert.True(written.GetProperty("root").GetProperty("mine").GetProperty("b").GetBoolean());
        Assert.Equal("kept", written.GetProperty("variables")[0].GetProperty("note").GetString());
        Assert.Equal("S", written.GetProperty("inputs")[0].GetProperty("storageDriverType").GetString());
        Assert.Equal("N", written.GetProperty("name").GetString());
        Assert.True(once.Options.UsableAsActivity);
    }

    [Fact]
    public void Parse_PascalCaseMembers_AreRead()
    {
        var definition = Parse("""{"Id":"v","DefinitionId":"d","Version":"2","UsableAsActivity":true,"Root":{"Type":"Elsa.Start"}}""");

        Assert.Equal(("v", "d", 2, true), (definition.Id, definition.DefinitionId, definition.Version, definition.Options.UsableAsActivity));
    }

    [Theory]
    [InlineData("""{"id":"v"}""", "/root")]
    [InlineData("""{"root":[]}""", "/root")]
    [InlineData("""{"root":{"type":"Elsa.Start"},"version":"x"}""", "/version")]
    [InlineData("""{"root":{"type":"Elsa.Start"},"variables":[3]}""", "/variables/0")]
    [InlineData("""{"root":{"type":"Elsa.Start"},"name":{}}""", "/name")]
    [InlineData("""[]""", "")]
    [InlineData("""{""", "")]
    public void Parse_WhatCannotBeLoaded_SaysWhere(string json, string place)
    {
        var error = Assert.Throws<DefinitionException>(() => Parse(json));

        Assert.Equal(place, error.Place);
        Assert.NotEmpty(error.Text.French);
    }

    [Fact]
    public void Compile_TwoActivitiesWithOneId_IsRefusedWithItsPlace()
    {
        var engine = new TestEngine();

        var error = Assert.Throws<DefinitionException>(() => engine.Compile(Json.Sequence("s", Json.Line("a", "1"), Json.Line("a", "2"))));

        Assert.Equal("/root/activities/1/id", error.Place);
    }

    [Fact]
    public void Compile_ActivityWithoutType_IsRefusedWithItsPlace()
    {
        var error = Assert.Throws<DefinitionException>(() => new TestEngine().Compile("""{"id":"s","type":"Elsa.Sequence","activities":[{"id":"a"}]}"""));

        Assert.Equal("/root/activities/0/type", error.Place);
    }

    [Fact]
    public void Compile_UnknownTypeDanglingConnectionUnreachableStep_AreWarnings()
    {
        var graph = new TestEngine().Compile(Json.Flowchart("f", [Json.Line("a", "1"), """{"id":"m","type":"Acme.Mystery","version":2,"secret":1}""", Json.Step("lost", "Start").Replace("Start", "WriteLine", StringComparison.Ordinal)], "a>m", "m>gone", "lost>lost"));

        Assert.Equal(["dangling-connection", "unknown-activity-type", "unreachable-step"], graph.Warnings.Select(warning => warning.Code).Order());
        Assert.Equal("/root/activities/1", graph.Warnings.Single(warning => warning.Code == "unknown-activity-type").Place);
        Assert.Contains("lost", graph.Warnings.Single(warning => warning.Code == "unreachable-step").Text.French, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_PlaceholderWhoseTypeIsKnownNow_IsRestored()
    {
        var original = JsonSerializer.Serialize(Json.Line("a", "back"));

        var graph = new TestEngine().Compile($$"""{"id":"a","type":"Elsa.NotFoundActivity","version":1,"missingTypeName":"Elsa.WriteLine","missingTypeVersion":1,"originalActivityJson":{{original}} }""");

        Assert.Equal("Elsa.WriteLine", graph.Nodes[1].Descriptor.TypeName);
    }

    [Fact]
    public void Compile_NodeIdsAndMissingIds_AreMadeAnew()
    {
        var graph = new TestEngine().Compile("""{"type":"Elsa.Sequence","nodeId":"wrong","activities":[{"type":"Elsa.WriteLine"},{"id":"WriteLine2","type":"Elsa.WriteLine"},{"type":"Elsa.WriteLine"}]}""");

        Assert.Equal(
            ["Workflow1", "Workflow1:Sequence1", "Workflow1:Sequence1:WriteLine1", "Workflow1:Sequence1:WriteLine2", "Workflow1:Sequence1:WriteLine3"],
            graph.Nodes.Select(node => node.NodeId));
    }

    [Fact]
    public void Compile_DefinitionThatContainsItself_IsRefused()
    {
        var definition = TestEngine.Define("""{"id":"x","type":"Test","version":1,"workflowDefinitionId":"d1"}""", "\"options\":{\"usableAsActivity\":true},");
        var engine = new TestEngine(definitions: new One(definition));

        var error = Assert.Throws<DefinitionException>(() => engine.Compile(definition));

        Assert.Contains("contains itself", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_TriggersOfEventHttpAndTimer_AreDescribed()
    {
        const string canStart = ""","customProperties":{"canStartWorkflow":true}""";
        var graph = new TestEngine().Compile(Json.Flowchart("f",
        [
            Json.Event("e", "Paid", canStart),
            $$"""{"id":"h","type":"Elsa.HttpEndpoint","version":1,"path":{{Json.Literal("String", "Orders/{Id}/")}},"supportedMethods":{{Json.Object("[\"GET\",\"POST\"]")}}{{canStart}} }""",
            $$"""{"id":"t","type":"Elsa.Timer","version":1,"interval":{{Json.Literal("TimeSpan", "00:00:05")}}{{canStart}} }""",
            $$"""{"id":"c","type":"Elsa.Cron","version":1,"cronExpression":{{Json.Literal("String", "61 * * * * *")}}{{canStart}} }""",
        ]));

        Assert.Equal(["e", "h", "h", "t"], graph.Triggers.Select(trigger => trigger.ActivityId));
        Assert.Equal(Workflows.Runtime.Stimulus.Hash("Elsa.Event", Workflows.Runtime.Stimulus.ForEvent("Paid")), graph.Triggers[0].Hash);
        Assert.Equal("/orders/{id}", graph.Triggers[1].Payload.GetProperty("path").GetString());
        Assert.Equal(Workflows.Runtime.Stimulus.Hash("Elsa.HttpEndpoint", Workflows.Runtime.Stimulus.ForHttpEndpoint("/ORDERS/{id}", "POST")), graph.Triggers[2].Hash);
        Assert.Equal("""{"interval":"00:00:05"}""", graph.Triggers[3].Payload.GetRawText());
        Assert.StartsWith("Error when parsing cron expression: ", Assert.Single(graph.PublicationErrors).English, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DefinitionUsedAsActivity_TakesInputsGivesOutputsAndOutcomes()
    {
        var child = WorkflowDefinition.Parse(Encoding.UTF8.GetBytes($$"""
            {"id":"c1","definitionId":"child","name":"My child","version":1,"isPublished":true,"options":{"usableAsActivity":true},"outcomes":["Yes","No"],
             "inputs":[{"type":"String","name":"Name"}],"outputs":[{"type":"String","name":"Greeting"}],
             "root":{{Json.Sequence("q", Json.Step("o", "SetOutput", $"\"outputName\":{Json.Literal("String", "Greeting")},\"outputValue\":{Json.Variable("Name")}"), Json.Step("c", "Complete", $"\"outcomes\":{Json.Object("[\"Yes\"]")}"))}} }
            """));
        var engine = new TestEngine(definitions: new One(child));
        var use = $$"""{"id":"use","type":"MyChild","version":1,"workflowDefinitionId":"child","name":{{JsonSerializer.Serialize("Child1")}},"_name":{{Json.Literal("String", "Ada")}},"greeting":{"typeName":"String","memoryReference":{"id":"g"} } }""";
        var graph = engine.Compile(Json.Flowchart("f", [use, Json.Step("w", "WriteLine", $"\"text\":{Json.Variable("g")}"), Json.Line("no", "no")], "use.Yes>w", "use.No>no"),
            "\"variables\":[{\"id\":\"g\",\"name\":\"g\",\"typeName\":\"String\"}],");

        var burst = await engine.StartAsync(graph);

        Assert.Empty(burst.Incidents.Select(incident => incident.Message));
        Assert.Equal(["Ada"], burst.WrittenLines);
        Assert.Equal("Workflow2:f:use:Workflow1:q:o", graph.Nodes.Single(node => node.Id == "o").NodeId);
        Assert.Equal("MyChild", Workflows.Activities.Composition.DefinitionDescriptor.Describe(child).TypeName);
    }

    private sealed class One(WorkflowDefinition definition) : IDefinitionSource
    {
        public WorkflowDefinition? Find(DefinitionReference reference) => reference.DefinitionId == definition.DefinitionId ? definition : null;
    }
}

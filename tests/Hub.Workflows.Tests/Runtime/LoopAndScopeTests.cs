using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Runtime;

public sealed class LoopAndScopeTests
{
    private static string Say(string id, string variable) => Json.Step(id, "WriteLine", $"\"text\":{Json.Variable(variable)}");

    private static string Set(string id, string variable, string value) =>
        Json.Step(id, "SetVariable", $"\"variable\":{{\"id\":\"{variable}\",\"name\":\"{variable}\"}},\"value\":{Json.Literal("Object", value)}");

    [Theory]
    [InlineData("1", "3", "1", "True", new[] { "1", "2", "3" })]
    [InlineData("1", "3", "1", "False", new[] { "1", "2" })]
    [InlineData("3", "1", "-1", "True", new[] { "3", "2", "1" })]
    [InlineData("5", "1", "1", "True", new string[0])]
    public async Task For_Range_GivesEachNumberToItsBody(string start, string end, string step, string inclusive, string[] expected)
    {
        var burst = await new TestEngine().RunAsync(Json.Step("l", "For",
            $"\"start\":{Json.Literal("Int32", start)},\"end\":{Json.Literal("Int32", end)},\"step\":{Json.Literal("Int32", step)},\"outerBoundInclusive\":{Json.Literal("Boolean", inclusive)},\"body\":{Say("s", "CurrentValue")}"));

        Assert.Equal(expected, burst.WrittenLines);
        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
    }

    [Fact]
    public async Task ForEach_BreakInNestedSequence_LeavesTheLoopOnly()
    {
        var body = Json.Sequence("b", Say("s", "CurrentValue"), Json.Step("x", "Break"), Json.Line("never", "never"));

        var burst = await new TestEngine().RunAsync(Json.Sequence("q", Json.Step("l", "ForEach", $"\"items\":{Json.Object("[\"a\",\"b\"]")},\"body\":{body}"), Json.Line("after", "after")));

        Assert.Equal(["a", "after"], burst.WrittenLines);
    }

    [Fact]
    public async Task ParallelForEach_BodiesWait_EachKeepsItsOwnValue()
    {
        var engine = new TestEngine();
        var graph = engine.Compile(Json.Step("l", "ParallelForEach", $"\"items\":{Json.Object("[\"a\",\"b\",\"c\"]")},\"body\":{Json.Sequence("b", Json.Event("e", "Go"), Say("s", "CurrentValue"), Say("i", "CurrentIndex"))}"));
        var burst = await engine.StartAsync(graph);
        var lines = new List<string>();

        foreach (var position in new[] { 2, 0, 0 })
        {
            var instance = WorkflowInstance.Deserialize(burst.Instance.Serialize());
            burst = await engine.ResumeAsync(graph, instance, instance.Bookmarks[position].Id);
            lines.AddRange(burst.WrittenLines);
        }

        Assert.Equal(["c", "2", "a", "0", "b", "1"], lines);
        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
    }

    [Fact]
    public async Task ParallelForEach_Text_IsOneItem()
    {
        var burst = await new TestEngine().RunAsync(Json.Step("l", "ParallelForEach", $"\"items\":{Json.Literal("Object", "abc")},\"body\":{Say("s", "CurrentValue")}"));

        Assert.Equal(["abc"], burst.WrittenLines);
    }

    [Fact]
    public async Task SetVariable_SameNameInnerAndOuter_NearestWinsAndIdDecides()
    {
        var inner = $$"""{"id":"in","type":"Elsa.Sequence","variables":[{"id":"v2","name":"X","typeName":"String","value":"inner"}],"activities":[{{Set("set", "v1", "changed")}},{{Say("s1", "X")}}]}""";

        var burst = await new TestEngine().RunAsync(Json.Sequence("q", inner, Say("s2", "X")), "\"variables\":[{\"id\":\"v1\",\"name\":\"X\",\"typeName\":\"String\",\"value\":\"outer\"}],");

        Assert.Equal(["inner", "changed"], burst.WrittenLines);
    }

    [Fact]
    public async Task SetVariable_UnknownVariable_Faults()
    {
        var burst = await new TestEngine().RunAsync(Set("s", "nobody", "1"));

        Assert.Equal("Variable 'nobody' not found.", Assert.Single(burst.Incidents).Message);
    }

    [Fact]
    public async Task Variable_DefaultAndNewValue_AreConvertedToItsType()
    {
        var burst = await new TestEngine().RunAsync(Json.Sequence("q", Set("s", "n", "7"), Json.Step("i", "If", $"\"condition\":{Json.Variable("b")},\"then\":{Json.Line("t", "true")}")),
            "\"variables\":[{\"id\":\"n\",\"name\":\"n\",\"typeName\":\"Int32\",\"value\":\"5\"},{\"id\":\"b\",\"name\":\"b\",\"typeName\":\"Boolean\",\"value\":\"True\"}],");

        Assert.Equal(7, burst.Instance.Variables.First(variable => variable.Key == "n").Value.GetInt32());
        Assert.Equal(["true"], burst.WrittenLines);
    }

    [Fact]
    public async Task Input_LookedUpWithoutCase_AndGivenToSwitch()
    {
        var engine = new TestEngine();
        var cases = "[" + string.Join(",", new[] { "A", "B" }.Select(label => $$$"""{"label":"{{{label}}}","condition":{"type":"Input","value":"{\"name\":\"is{{{label}}}\"}"},"activity":{{{Json.Line("l" + label, label)}}}}""")) + "]";
        var graph = engine.Compile(Json.Step("sw", "Switch", $"\"cases\":{cases},\"mode\":{Json.Literal("Mode", "MatchAny")},\"default\":{Json.Line("d", "default")}"));

        var one = await engine.StartAsync(graph, new StartWorkflow { Input = new Dictionary<string, System.Text.Json.JsonElement> { ["ISB"] = JsonValues.True } });
        var none = await engine.StartAsync(graph);

        Assert.Equal(["B"], one.WrittenLines);
        Assert.Equal(["default"], none.WrittenLines);
    }

    [Fact]
    public async Task Complete_InsideALoop_EndsTheWorkflowWithItsOutcomes()
    {
        var burst = await new TestEngine().RunAsync(Json.Sequence("q",
            Json.Step("l", "ForEach", $"\"items\":{Json.Object("[1,2]")},\"body\":{Json.Step("c", "Complete", $"\"outcomes\":{Json.Object("[\"Accepted\",\"Paid\"]")}")}"), Json.Line("never", "never")));

        Assert.Empty(burst.WrittenLines);
        Assert.Equal(["Accepted", "Paid"], burst.Journal.Last(entry => entry.Node.Parent is null && entry.Event == JournalEvent.Completed).Outcomes);
    }

    [Fact]
    public async Task Finish_WithOpenBranches_LeavesNothing()
    {
        var burst = await new TestEngine().RunAsync($$"""{"id":"p","type":"Elsa.Parallel","activities":[{{Json.Event("e", "Never")}},{{Json.Step("f", "Finish")}},{{Json.Line("late", "late")}}]}""");

        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
        Assert.Empty(burst.Instance.Bookmarks);
        Assert.Empty(burst.CreatedBookmarks);
        Assert.Empty(burst.WrittenLines);
    }

    [Theory]
    [InlineData("WaitAny", new[] { "a" }, WorkflowSubStatus.Finished)]
    [InlineData("WaitAll", new[] { "a" }, WorkflowSubStatus.Suspended)]
    public async Task Fork_JoinMode_DecidesWhenItEnds(string mode, string[] lines, WorkflowSubStatus subStatus)
    {
        var burst = await new TestEngine().RunAsync(Json.Step("k", "Fork", $"\"joinMode\":\"{mode}\",\"branches\":[{Json.Event("e", "Never")},{Json.Line("a", "a")}]"));

        Assert.Equal(lines, burst.WrittenLines);
        Assert.Equal(subStatus, burst.Instance.SubStatus);
    }
}

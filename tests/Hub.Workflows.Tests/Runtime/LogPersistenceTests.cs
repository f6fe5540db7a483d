using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Runtime;

public sealed class LogPersistenceTests
{
    private static string Script(string value) => $$"""{"evaluationMode":"Expression","expression":{"type":"JavaScript","value":"{{value}}"} }""";

    private static string Strategy(string name) => $$"""{"evaluationMode":"Strategy","strategyType":"Elsa.Workflows.LogPersistence.Strategies.{{name}}, Elsa.Workflows.Core"}""";

    // Whether the record of the step keeps its input Value, its input Variable, and how the run went.
    private static async Task<string> KeptAsync(string own, string ofWorkflow = "{}")
    {
        var step = Json.Step("s", "SetVariable", $"\"variable\":{{\"id\":\"n\"}},\"value\":{Json.Literal("Object", "secret")},\"customProperties\":{own}");
        var burst = await new TestEngine().RunAsync(Json.Sequence("q", step), $"\"variables\":[{{\"id\":\"n\",\"name\":\"n\",\"typeName\":\"String\",\"value\":\"\"}}],\"customProperties\":{ofWorkflow},");

        Assert.Equal(WorkflowSubStatus.Finished, burst.Instance.SubStatus);
        Assert.Equal("secret", burst.Instance.Variables.Single().Value.GetString());
        return string.Join(',', burst.ActivityRecords.Single(record => record.Node.Id == "s").ActivityState.Select(value => value.Key).Order());
    }

    [Fact]
    public async Task Record_ByPropertyThenStepThenWorkflow_KeepsWhatTheySay()
    {
        Assert.Equal("Value,Variable", await KeptAsync("{}"));
        Assert.Equal("Variable", await KeptAsync($"{{\"logPersistenceConfig\":{{\"inputs\":{{\"value\":{Strategy("Exclude")}}}}}}}"));
        Assert.Equal("", await KeptAsync($"{{\"logPersistenceConfig\":{{\"default\":{Strategy("Exclude")}}}}}"));
        Assert.Equal("Value", await KeptAsync($"{{\"logPersistenceConfig\":{{\"default\":{Strategy("Exclude")},\"inputs\":{{\"value\":{Strategy("Include")}}}}}}}"));
        Assert.Equal("", await KeptAsync("{}", $"{{\"logPersistenceConfig\":{{\"default\":{Strategy("Exclude")}}}}}"));
        Assert.Equal("Value,Variable", await KeptAsync($"{{\"logPersistenceConfig\":{{\"default\":{Strategy("Include")}}}}}", "{\"logPersistenceMode\":\"Exclude\"}"));
        Assert.Equal("", await KeptAsync("{\"logPersistenceMode\":{\"default\":\"Inherit\"}}", "{\"logPersistenceMode\":\"Exclude\"}"));
    }

    [Theory]
    [InlineData("getVariable('n') === 'secret' ? 'Exclude' : 'Include'", "")]
    [InlineData("getVariable('n') === 'other' ? 'Exclude' : 'Include'", "Value,Variable")]
    [InlineData("'Inherit'", "Value,Variable")]
    [InlineData("noSuchThing()", "")]
    public async Task Record_ByExpression_IsDecidedAfterTheStepHasRun(string script, string kept) =>
        Assert.Equal(kept, await KeptAsync($"{{\"logPersistenceConfig\":{{\"default\":{Script(script)}}}}}"));
}

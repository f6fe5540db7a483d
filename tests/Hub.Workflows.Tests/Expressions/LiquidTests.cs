using System.Text.Json;
using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Expressions;

public sealed class LiquidTests
{
    private const string Definition = """
        "variables":[{"id":"v1","name":"order","typeName":"Object","value":"{\"lines\":[{\"n\":2,\"label\":\"pain\"},{\"n\":3,\"label\":\"lait\"}]}"},{"id":"v2","name":"Total","typeName":"Int32","value":"7"}],
        "inputs":[{"type":"String","name":"Citizen"}],"outputs":[{"type":"Object","name":"Out"}],
        """;

    private static async Task<Burst> RunAsync(string template, string type = "String")
    {
        var engine = new TestEngine();
        var step = $$"""
            {"id":"s","type":"Elsa.SetOutput","version":1,
             "outputName":{{Json.Literal("String", "Out")}},
             "outputValue":{"typeName":"{{type}}","expression":{"type":"Liquid","value":{{JsonSerializer.Serialize(template)}} } } }
            """;
        return await engine.StartAsync(engine.Compile(Json.Sequence("q", step), Definition), new StartWorkflow
        {
            InstanceId = "i1",
            CorrelationId = "c1",
            Input = new Dictionary<string, JsonElement> { ["citizen"] = JsonValues.From("Ada") },
        });
    }

    [Theory]
    [InlineData("Bonjour {{ Input.Citizen | upcase }}", "Bonjour ADA")]
    [InlineData("{% for line in Variables.order.lines %}{{ line.label }}:{{ line.n }};{% endfor %}", "pain:2;lait:3;")]
    [InlineData("{{ Variables.Total | plus: 1 }} {{ CorrelationId }} {{ WorkflowInstanceId }} {{ WorkflowDefinitionVersion }}", "8 c1 i1 1")]
    [InlineData("{{ Variables.order | json }}", """{"lines":[{"n":2,"label":"pain"},{"n":3,"label":"lait"}]}""")]
    [InlineData("[{{ Configuration.Secret }}{{ Variables.Nobody }}]", "[]")]
    public async Task Liquid_ElsasModel_GivesText(string template, string expected)
    {
        var burst = await RunAsync(template);

        Assert.Empty(burst.Incidents.Select(incident => incident.Message));
        Assert.Equal(expected, burst.Instance.Output["Out"].AsText());
    }

    [Fact]
    public async Task Liquid_WithoutEnd_StopsAtItsBudgetAsAnIncident()
    {
        var burst = await RunAsync("{% for i in (1..1000000000) %}{% for j in (1..1000000000) %}x{% endfor %}{% endfor %}");

        Assert.Contains("budget", Assert.Single(burst.Incidents).Exception!.Inner!.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Liquid", "{% if x %}never closed", "line 1", "ligne 1")]
    [InlineData("JavaScript", "return 1 +;", "line 1", "ligne 1")]
    public void Expression_WithAMistake_WarnsWithItsPlaceInBothLanguages(string type, string text, string english, string french)
    {
        var step = $$"""{"id":"s","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"{{type}}","value":"{{text}}"} } }""";
        var warning = Assert.Single(new TestEngine().Compile(Json.Sequence("q", step), Definition).Warnings, warning => warning.Code == "bad-expression");

        Assert.Contains(english, warning.Text.English, StringComparison.Ordinal);
        Assert.Contains(french, warning.Text.French, StringComparison.Ordinal);
    }
}

using System.Net;
using System.Text.Json;

namespace Hub.Server.Tests.ElsaApi;

[Collection(DesignerHubGroup.Name)]
public sealed class DescriptorTests(DesignerHub hub)
{
    private static readonly string[] Everywhere =
        ["typeName", "namespace", "name", "version", "category", "displayName", "description", "kind", "runAsynchronously", "inputs", "outputs", "ports", "customProperties", "constructionProperties", "isContainer", "isBrowsable", "isStart", "isTerminal"];

    private static readonly string[] OfInputs =
        ["name", "typeName", "displayName", "description", "order", "isWrapped", "uiHint", "category", "defaultValue", "defaultSyntax", "isReadOnly", "isSensitive", "isBrowsable", "isSerializable", "isSynthetic", "autoEvaluate", "storageDriverType", "uiSpecifications"];

    [Fact]
    public async Task Activities_All_HaveEveryMemberAndAreUnique()
    {
        var list = (await hub.GetAsync("/descriptors/activities?Refresh=True")).Json;

        var items = list.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(items.Length, list.GetProperty("count").GetInt32());
        Assert.Equal(items.Length, items.Select(item => (item.GetProperty("typeName").GetString(), item.GetProperty("version").GetInt32())).Distinct().Count());
        foreach (var item in items)
        {
            Assert.Empty(Everywhere.Except(item.EnumerateObject().Select(member => member.Name)));
            Assert.All(item.GetProperty("inputs").EnumerateArray(), input => Assert.Empty(OfInputs.Except(input.EnumerateObject().Select(member => member.Name))));
        }

        // The designer looks up the root's type here.
        Assert.All(new[] { "Elsa.Flowchart", "Elsa.Sequence", "Elsa.Workflow", "Elsa.NotFoundActivity" }, type =>
            Assert.False(items.Single(item => item.GetProperty("typeName").GetString() == type).GetProperty("isBrowsable").GetBoolean()));
    }

    [Fact]
    public async Task Activities_ByLanguage_AreNamedInIt()
    {
        var english = await hub.GetAsync("/descriptors/activities/Elsa.Delay");
        var french = await hub.SendAsync(HttpMethod.Get, "/descriptors/activities/Elsa.Delay", null, hub.Stranger());

        Assert.Equal("Delay", english.Json.GetProperty("displayName").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, french.Status);
        using var client = await hub.ClientOfAsync(Hub.Server.Security.Roles.Designer);
        client.DefaultRequestHeaders.AcceptLanguage.Clear();
        Assert.NotEqual("Delay", (await hub.GetAsync("/descriptors/activities/Elsa.Delay", client)).Json.GetProperty("displayName").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await hub.GetAsync("/descriptors/activities/Elsa.Nothing")).Status);
    }

    [Fact]
    public async Task Options_OfAnInput_AreItsSpecifications()
    {
        var options = await hub.PostAsync("/descriptors/activities/Elsa.HttpEndpoint/options/SupportedMethods", """{"context":{"path":"x"}}""");

        Assert.Equal(JsonValueKind.Object, options.Json.GetProperty("items").ValueKind);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.PostAsync("/descriptors/activities/Elsa.HttpEndpoint/options/Nothing", "{}")).Status);
    }

    [Theory]
    [InlineData("/descriptors/expression-descriptors", "type", "JavaScript")]
    [InlineData("/descriptors/variables", "typeName", "ObjectDictionary")]
    [InlineData("/descriptors/storage-drivers", "typeName", "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core")]
    [InlineData("/descriptors/incident-strategies", "typeName", "Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy")]
    [InlineData("/descriptors/workflow-activation-strategies", "typeName", "Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime")]
    [InlineData("/descriptors/log-persistence-strategies", "typeName", "Elsa.Workflows.LogPersistence.Strategies.Inherit, Elsa.Workflows.Core")]
    [InlineData("/descriptors/commit-strategies/workflows", "name", "ActivityExecuted")]
    [InlineData("/descriptors/commit-strategies/activities", "name", "CommitNever")]
    [InlineData("/features/installed", "fullName", "Elsa.Workflows")]
    public async Task Lists_OfChoices_NameThemAsTheStudioLooksThemUp(string path, string member, string expected)
    {
        var list = (await hub.GetAsync(path)).Json;

        Assert.Contains(list.GetProperty("items").EnumerateArray(), item => item.GetProperty(member).GetString() == expected);
        Assert.Equal(list.GetProperty("items").GetArrayLength(), list.GetProperty("count").GetInt32());
        Assert.All(list.GetProperty("items").EnumerateArray(), item => Assert.NotEmpty(item.GetProperty("displayName").GetString()!)); // each has one
    }

    [Fact]
    public async Task SmallOnes_AnswerAsTheContractSays()
    {
        var expressions = (await hub.GetAsync("/descriptors/expression-descriptors")).Json.GetProperty("items").EnumerateArray();

        Assert.Equal("javascript", expressions.Single(item => item.GetProperty("type").GetString() == "JavaScript").GetProperty("properties").GetProperty("MonacoLanguage").GetString());
        Assert.Equal(0, (await hub.GetAsync("/descriptors/output-converters?sourceType=String&destinationType=Int32")).Json.GetProperty("count").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.GetAsync("/descriptors/output-converters?sourceType=String")).Status);
        Assert.Equal(0, (await hub.GetAsync("/workflow-contexts/provider-descriptors")).Json.GetProperty("count").GetInt32());
        Assert.Equal("3.8.2", (await hub.GetAsync("/package/version", hub.Stranger())).Json.GetProperty("packageVersion").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await hub.GetAsync("/features/installed/Elsa.Secrets.ShellFeatures.Secrets")).Status);
        Assert.Equal("RealTimeWorkflowUpdates", (await hub.GetAsync("/features/installed/Elsa.RealTimeWorkflowUpdates")).Json.GetProperty("name").GetString());
        Assert.Equal("Http", (await hub.GetAsync("/features/installed/Elsa.Http")).Json.GetProperty("name").GetString());
    }

    [Fact]
    public async Task ScriptTypes_OfADefinition_DeclareItsVariablesInputsAndOutputs()
    {
        await hub.ImportAsync("""
            {"definitionId":"typed","name":"Typed","inputs":[{"name":"Amount","type":"Decimal"}],"variables":[{"id":"v","name":"Orders","typeName":"String","isArray":true},{"id":"w","name":"not a name","typeName":"String"}],
             "root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[{"id":"e","name":"Wait1","type":"Elsa.Event","version":1}]}}
            """);

        var types = await hub.PostAsync("/scripting/javascript/type-definitions/typed", """{"workflowDefinitionId":"typed","activityTypeName":"Elsa.RunJavaScript","propertyName":"Script"}""");

        Assert.StartsWith("application/x-typescript", types.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.All(
            new[] { "function getAmount(): number;", "function getOrders(): string[];", "function setOrders(value: string[]): void;", "function getResultFromWait1(): any;", "setOutcome: (", "  Orders: string[];" },
            text => Assert.Contains(text, types.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("  not a name:", types.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.PostAsync("/scripting/javascript/type-definitions/nothing", "{}")).Status);
    }
}

using System.Text;
using System.Text.Json;
using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Graph;

namespace Hub.Server.Tests.Workflows.Activities;

public sealed class OperationActivityTests : IAsyncLifetime
{
    private const string FailedToOtherwise = """{"source":{"activity":"open","port":"Failed"},"target":{"activity":"otherwise","port":"In"}}""";
    private const string TimedOutToOtherwise = """{"source":{"activity":"open","port":"TimedOut"},"target":{"activity":"otherwise","port":"In"}}""";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private OperationScope scope = null!; // set by InitializeAsync, before any test

    public async Task InitializeAsync() => scope = await OperationScope.AttachedAsync();

    public async Task DisposeAsync() => await scope.DisposeAsync();

    [Fact]
    public void Descriptor_OfAnOperation_HasATypedInputForEachMember()
    {
        var inputs = scope.Descriptor().Inputs.ToDictionary(input => input.Name);

        Assert.Equal(
            ["Subject String singleline", "Urgent Boolean checkbox", "Level String dropdown", "Count Int64 singleline", "Price Decimal singleline", "Tags Object json-editor", "Person Object json-editor",
             "Key String singleline", "Note String multiline", "NameValue String singleline", "ClosingDate String singleline", "Payload Object json-editor", "Timeout TimeSpan singleline", "WhenUnconnected String dropdown"],
            scope.Descriptor().Inputs.Select(input => $"{input.Name} {input.TypeName} {input.UIHint}"));
        Assert.Equal(new Hub.Workflows.LocalizedText("Subject *", "Objet *"), inputs["Subject"].DisplayName);
        Assert.Equal(("Urgent or not.", "Urgent ou non."), (inputs["Urgent"].Description.English, inputs["Urgent"].Description.French));
        Assert.Equal(["low", "high"], inputs["Level"].Choices.Select(choice => choice.Value));
        Assert.Equal(["Key", "Payload", "Person"], inputs.Values.Where(input => input.IsSensitive).Select(input => input.Name).Order(StringComparer.Ordinal));
        Assert.Contains("identité", inputs["Person"].Description.French, StringComparison.Ordinal);
    }

    [Fact]
    public void Descriptor_OfAnOperation_IsNamedByItsManifestInBothLanguages()
    {
        var descriptor = scope.Descriptor();

        Assert.Equal(("Open", "Ouvrir"), (descriptor.DisplayName.English, descriptor.DisplayName.French));
        Assert.Equal(("Case desk", "Bureau des dossiers"), (descriptor.Category.English, descriptor.Category.French));
        Assert.Equal("Ouvre un dossier.", descriptor.Description.French);
        Assert.Equal(["Result", "ResultNumber", "ResultSubject"], descriptor.Outputs.Select(output => output.Name));
        Assert.Equal("Numéro", descriptor.Outputs[1].DisplayName!.French); // given
        Assert.Equal(["Terminé", "Échec", "Délai dépassé"], PortsInFrench(descriptor));
        Assert.Null(scope.Exchange.Get<ActivityRegistry>().Find("Hub.Connector.case-desk.opened"));
    }

    [Fact]
    public void Descriptor_OfAnOperationThatTakesNoObject_TakesItsContentWhole() =>
        Assert.Equal(["Payload", "Timeout", "WhenUnconnected"], scope.Descriptor("Hub.Connector.case-desk.say").Inputs.Select(input => input.Name));

    [Fact]
    public async Task Run_WithFields_SendsThemOnceAndGivesEachPartOfTheAnswer()
    {
        await scope.StartAsync($"""
            "subject":{OperationScope.Literal("Cantine")},"urgent":{OperationScope.Literal("true", "Boolean")},"count":{OperationScope.Script("return 2 + 1", "Int64")},
            "level":{OperationScope.Literal("")},"person":{OperationScope.Script("return undefined")},"nameValue":{OperationScope.Literal("x")},
            "payload":{OperationScope.Script("return { subject: 'autre', note: 'gardée' }")}
            """);

        var command = scope.Command()!; // sent
        Assert.Equal("""{"note":"gardée","subject":"Cantine","urgent":true,"count":3,"name":"x"}""", Normal(command.Payload));
        Assert.Equal(("open", $"{scope.Instance.Id}:"), (command.Operation, command.IdempotencyKey[..(scope.Instance.Id.Length + 1)]));

        await scope.AnswerAsync("""{"number":"D-1","subject":"Cantine"}""");

        var state = Encoding.UTF8.GetString(scope.Instance.State.Span);
        Assert.Contains("D-1", state, StringComparison.Ordinal);
        Assert.Equal(0, scope.Instance.Incidents);
        Assert.Null(scope.Command());
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(FailedToOtherwise, 0)]
    public async Task Run_WithAPayloadThatTheSchemaRefuses_LeavesNothingAndFails(string connection, int incidents)
    {
        await scope.StartAsync($"\"level\":{OperationScope.Literal("Durand")}", connection.Length == 0 ? [] : [connection]);

        Assert.Null(scope.Command());
        Assert.Equal(incidents, scope.Instance.Incidents);
        if (incidents > 0)
        {
            // Where and which keyword, never what stands there.
            var message = scope.State.Incidents[0].Message;
            Assert.Contains("required", message, StringComparison.Ordinal);
            Assert.Contains("/level (enum)", message, StringComparison.Ordinal);
            Assert.DoesNotContain("Durand", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", false, 0)]
    [InlineData("Incident", false, 1)]
    [InlineData("Incident", true, 0)]
    public async Task TimedOut_LeadingNowhere_IsAnIncidentWhereTheDesignerSaidSo(string whenUnconnected, bool isConnected, int incidents)
    {
        await scope.StartAsync(
            $"\"subject\":{OperationScope.Literal("x")},\"timeout\":{OperationScope.Literal("01:00:00", "TimeSpan")},\"whenUnconnected\":{OperationScope.Literal(whenUnconnected)}",
            isConnected ? [TimedOutToOtherwise] : []);

        var before = scope.Instance.State.ToArray();
        scope.Exchange.Clock.Advance(TimeSpan.FromHours(2));
        var timers = scope.Exchange.Hosted<TimerService>();
        await timers.StartAsync(CancellationToken.None);
        await scope.Exchange.Store.UntilAsync(() => !scope.Instance.State.Span.SequenceEqual(before), "the timer has fired");
        await timers.StopAsync(CancellationToken.None);

        Assert.Equal(incidents, scope.Instance.Incidents);
    }

    [Fact]
    public async Task Manifest_WithoutTheOperation_LeavesAPlaceholderThatComesBackWithIt()
    {
        await scope.StartAsync($"\"subject\":{OperationScope.Literal("x")}");
        var graphs = scope.Exchange.Get<GraphCache>();
        var version = scope.Instance.VersionId;
        Assert.Equal(OperationScope.Type, Step(graphs.Get(version)).Descriptor.TypeName);

        await scope.PresentWithoutOpenAsync();

        Assert.Equal("Elsa.NotFoundActivity", Step(graphs.Get(version)).Descriptor.TypeName);
        Assert.DoesNotContain(scope.Exchange.Get<ActivityRegistry>().Descriptors, descriptor => descriptor.TypeName == OperationScope.Type);
        Assert.Contains(graphs.Get(version).Warnings, warning => warning.Code == "unknown-activity-type");
        await scope.PresentAllAsync();
        Assert.Equal(OperationScope.Type, Step(graphs.Get(version)).Descriptor.TypeName);
    }

    [Fact]
    public async Task Manifest_WithoutTheOperationWhileAStepWaits_MakesAnIncidentOfTheAnswer()
    {
        await scope.StartAsync($"\"subject\":{OperationScope.Literal("x")}");
        await scope.PresentWithoutOpenAsync();

        await scope.AnswerAsync("""{"number":"D-1"}""");

        Assert.Equal(1, scope.Instance.Incidents);
    }

    [Fact]
    public async Task Manifest_ChangedWhileAStepWaits_TakesTheAnswer()
    {
        await scope.StartAsync($"\"subject\":{OperationScope.Literal("x")},\"count\":{OperationScope.Literal("3", "Int64")}");
        await scope.PresentChangedAsync();

        Assert.DoesNotContain(scope.Descriptor().Inputs, input => input.Name == "Count");
        await scope.AnswerAsync("""{"number":"D-2","subject":"x"}""");

        Assert.Equal(0, scope.Instance.Incidents);
        Assert.Contains("D-2", Encoding.UTF8.GetString(scope.Instance.State.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_PresentedAgainAsItWas_CompilesNothingAgain()
    {
        await scope.StartAsync($"\"subject\":{OperationScope.Literal("x")}");
        var graph = scope.Exchange.Get<GraphCache>().Get(scope.Instance.VersionId);

        await scope.PresentAllAsync();

        Assert.Same(graph, scope.Exchange.Get<GraphCache>().Get(scope.Instance.VersionId));
    }

    private static GraphNode Step(WorkflowGraph graph) => graph.FindById("open")!; // drawn

    private static string Normal(ReadOnlyMemory<byte> json) => JsonSerializer.Serialize(JsonElement.Parse(json.Span), Plain);

    private static string[] PortsInFrench(ActivityDescriptor descriptor)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            ActivityDescriptorWriter.Write(descriptor, writer, "fr-FR");
        }

        return [.. JsonElement.Parse(buffer.ToArray()).GetProperty("ports").EnumerateArray().Select(port => port.GetProperty("displayName").GetString()!)]; // written
    }
}

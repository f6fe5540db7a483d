using Hub.Workflows.Activities;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;
using Hub.Workflows.Tests.Engine;

namespace Hub.Workflows.Tests.Activities;

public sealed class ActivityRegistryTests
{
    private static readonly ActivityDescriptor Ask = new()
    {
        TypeName = "Hub.Ask",
        Category = ("Hub", "Hub"),
        DisplayName = ("Ask", "Demander"),
        Kind = ActivityKind.Trigger,
        Inputs = [new() { Name = "Question", TypeName = "String" }],
        Outputs = [new() { Name = "Answer" }],
        Ports = [PortDescriptor.Flow("Yes"), PortDescriptor.Flow("No")],
    };

    [Fact]
    public void Add_SameTypeAndVersionTwice_IsRefused()
    {
        var registry = ActivityRegistry.CreateDefault();
        registry.Add(Ask, () => new AskActivity());

        Assert.Throws<ArgumentException>(() => registry.Add(Ask, () => new AskActivity()));
        registry.Add(Ask with { Version = 2 }, () => new AskActivity());
        Assert.Equal(2, registry.Find("Hub.Ask")?.Version);
        Assert.Equal(1, registry.Find("Hub.Ask", 1)?.Version);
    }

    [Fact]
    public void Descriptors_OfTheEngine_HaveBothLanguagesAndAreUnique()
    {
        var descriptors = ActivityRegistry.CreateDefault().Descriptors;

        Assert.Equal(descriptors.Count, descriptors.Select(descriptor => (descriptor.TypeName, descriptor.Version)).Distinct().Count());
        Assert.All(descriptors, descriptor => Assert.True(descriptor.DisplayName.French.Length > 0 && descriptor.DisplayName.English.Length > 0 && descriptor.Description.French.Length > 0, descriptor.TypeName));
        Assert.All(descriptors.SelectMany(descriptor => descriptor.Inputs), input => Assert.True(input.Description.French.Length > 0 && input.Description.English.Length > 0, input.Name));
    }

    [Fact]
    public async Task HostActivity_WithTriggerBookmarkOutcomesAndEffect_HasFullPower()
    {
        var engine = new TestEngine { Host = new AskHost() };
        engine.Registry.Add(Ask, () => new AskActivity());
        var graph = engine.Compile(Json.Flowchart("f",
            [$$"""{"id":"a","type":"Hub.Ask","version":1,"question":{{Json.Literal("String", "Sure?")}},"customProperties":{"canStartWorkflow":true},"answer":{"typeName":"Object","memoryReference":{"id":"Out"} } }""", Json.Line("y", "yes"), Json.Line("n", "no")],
            "a.Yes>y", "a.No>n"), "\"outputs\":[{\"type\":\"Object\",\"name\":\"Out\"}],");
        Assert.Equal("Hub.Question", Assert.Single(graph.Triggers).StimulusName);

        var burst = await engine.StartAsync(graph);
        Assert.Equal(["Sure?"], ((AskHost)engine.Host).Asked);
        var instance = WorkflowInstance.Deserialize(burst.Instance.Serialize());
        burst = await engine.ResumeAsync(graph, instance, instance.Bookmarks[0].Id, "\"No\"");

        Assert.Equal(["no"], burst.WrittenLines);
        Assert.Equal("No", burst.Instance.Output["Out"].GetString());
    }

    private sealed class AskHost
    {
        public List<string> Asked { get; } = [];
    }

    private sealed class AskActivity : Activity
    {
        public override IEnumerable<StimulusDescription> DescribeTriggers(TriggerContext context) =>
            [new("Hub.Question", JsonValues.Object(("question", context.GetInput("Question"))))];

        public override ValueTask ExecuteAsync(ActivityContext context)
        {
            context.Host<AskHost>().Asked.Add(context.GetText("Question") ?? "");
            context.CreateBookmark(new BookmarkRequest { Name = "Hub.Answer", Callback = "answered" });
            return default;
        }

        public override ValueTask ResumeAsync(ActivityContext context)
        {
            context.SetOutput("Answer", context.StimulusInput);
            context.Complete([context.StimulusInput.GetString() ?? "No"]);
            return default;
        }
    }
}

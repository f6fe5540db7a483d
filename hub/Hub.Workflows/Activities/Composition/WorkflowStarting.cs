using System.Text.Json;
using Hub.Workflows.Children;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Composition;

/// <summary>
/// What the activities that start other workflows share. A child that its parent waits for tells its end to the execution that
/// started it; the wait is one bookmark. Work that is too much for one burst goes on in the next one, at a bookmark that is due at once.
/// </summary>
internal abstract class WorkflowStarting : Activity
{
    /// <summary>So many instances may wait for one another: a workflow that starts itself is stopped here, long before it fills the store.</summary>
    private const int MaxDepth = 64;

    private const string GoOnCallback = "goOn";

    protected static InputDescriptor DefinitionInput { get; } = new()
    {
        Name = "WorkflowDefinitionId",
        TypeName = "String",
        DisplayName = ("Workflow Definition", "Définition de workflow"),
        Description = ("The definition whose published version is started.", "La définition dont la version publiée est démarrée."),
        UIHint = "workflow-definition-picker",
    };

    protected static InputDescriptor CorrelationInput { get; } = new()
    {
        Name = "CorrelationId",
        TypeName = "String",
        DisplayName = ("Correlation ID", "Identifiant de corrélation"),
        Description = ("The correlation id of the workflow that is started.", "L'identifiant de corrélation du workflow démarré."),
    };

    protected static InputDescriptor ChildInput { get; } = new()
    {
        Name = "Input",
        TypeName = "ObjectDictionary",
        Description = ("The inputs of the workflow that is started.", "Les entrées du workflow démarré."),
        UIHint = "multiline",
        DefaultSyntax = "JavaScript",
    };

    protected static InputDescriptor WaitInput { get; } = new()
    {
        Name = "WaitForCompletion",
        TypeName = "Boolean",
        DisplayName = ("Wait For Completion", "Attendre la fin"),
        Description = ("Whether this step waits until what it started has ended.", "Si l'étape attend la fin de ce qu'elle a démarré."),
        UIHint = "checkbox",
    };

    protected static IReadOnlyList<InputDescriptor> DispatchInputs { get; } =
    [
        new()
        {
            Name = "StartNewTrace",
            TypeName = "Boolean",
            DisplayName = ("Start New Trace", "Nouvelle trace"),
            Description = ("Starts a trace of its own (OpenTelemetry).", "Commence une trace à part (OpenTelemetry)."),
            UIHint = "checkbox",
            Category = Categories.Telemetry,
        },
        new()
        {
            Name = "ChannelName",
            TypeName = "String",
            DisplayName = ("Channel", "Canal"),
            Description = ("The channel through which it is started.", "Le canal par lequel il est démarré."),
            UIHint = "dropdown",
            UISpecifications = Choices.Dropdown(),
        },
    ];

    /// <summary>The version that is published now.</summary>
    /// <exception cref="ActivityFaultException">None is.</exception>
    protected static string FindPublished(ActivityContext context, string definitionId) =>
        context.Host<IChildWorkflows>().FindPublished(definitionId)
        ?? throw new ActivityFaultException($"No published version of workflow definition with ID {definitionId} found.");

    protected static string DefinitionId(ActivityContext context) =>
        context.GetText("WorkflowDefinitionId") is { Length: > 0 } id
            ? id
            : throw new ActivityFaultException($"{context.Node.Descriptor.TypeName} needs the workflow definition to start; pick one in the designer.");

    /// <exception cref="ActivityFaultException">Too many instances wait for one another.</exception>
    protected static ChildWorkflow MakeChild(ActivityContext context, string instanceId, string versionId, Dictionary<string, JsonElement> input, string? correlationId, bool isAwaited)
    {
        var properties = new Dictionary<string, JsonElement> { [ChildProperties.ParentInstanceId] = JsonValues.From(context.Instance.Id) };
        if (isAwaited)
        {
            var depth = ChildProperties.DepthOf(context.Instance.Properties) + 1;
            if (depth > MaxDepth)
            {
                throw new ActivityFaultException($"{MaxDepth} workflow instances already wait for one another, the last for this one, so it may not start another and wait. Look for a workflow that starts itself.");
            }

            properties[ChildProperties.WaitForCompletion] = JsonValues.True;
            properties[ChildProperties.Depth] = JsonValues.From(depth);
        }

        var startsNewTrace = HasInput(context, "StartNewTrace") && context.GetBoolean("StartNewTrace");
        if (startsNewTrace)
        {
            properties[ChildProperties.StartNewTrace] = JsonValues.True;
        }

        properties[ChildProperties.SchedulingActivity] = JsonValues.From(context.Id);
        return new ChildWorkflow
        {
            InstanceId = instanceId,
            DefinitionId = DefinitionId(context),
            VersionId = versionId,
            ParentInstanceId = context.Instance.Id,
            IsAwaited = isAwaited,
            CorrelationId = string.IsNullOrEmpty(correlationId) ? null : correlationId,
            ChannelName = HasInput(context, "ChannelName") ? context.GetText("ChannelName") : null,
            StartsNewTrace = startsNewTrace,
            Input = input,
            Properties = properties,
        };
    }

    /// <summary>The members of the <c>Input</c> input, with the parent's id.</summary>
    /// <exception cref="ActivityFaultException">It is something else than an object.</exception>
    protected static Dictionary<string, JsonElement> ReadInput(ActivityContext context)
    {
        var given = context.GetInput("Input");
        var input = given.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => [],
            JsonValueKind.String when string.IsNullOrWhiteSpace(given.GetString()) => [],
            JsonValueKind.Object => Members(given),
            _ => throw new ActivityFaultException($"The input Input of {context.Node.Descriptor.TypeName} must be an object with one member an input, but its value is of kind {given.ValueKind}."),
        };
        input[ChildProperties.ParentInstanceId] = JsonValues.From(context.Instance.Id);
        return input;
    }

    protected static Dictionary<string, JsonElement> Members(JsonElement json)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return members;
    }

    /// <summary>Waits for one child.</summary>
    protected static void WaitFor(ActivityContext context, string childInstanceId) => context.CreateBookmark(new BookmarkRequest
    {
        Stimulus = JsonValues.Object(("childInstanceId", JsonValues.From(childInstanceId))),
        Callback = ChildEnd.Callback,
    });

    /// <summary>Ends this burst; <see cref="GoOnAsync"/> is called in one of its own, as soon as this one is kept.</summary>
    protected static void GoOnInNextBurst(ActivityContext context) =>
        context.CreateBookmark(new BookmarkRequest { Name = OwnBookmarks.GoOn, Callback = GoOnCallback, DueAt = context.Now, IncludeActivityInstanceId = true });

    public sealed override ValueTask ResumeAsync(ActivityContext context)
    {
        if (context.ResumedBookmark?.CallbackMethodName == GoOnCallback)
        {
            return GoOnAsync(context);
        }

        ChildEnded(context, context.StimulusInput);
        return default;
    }

    /// <summary>Goes on with what was too much for one burst.</summary>
    protected abstract ValueTask GoOnAsync(ActivityContext context);

    /// <summary>A child has ended, or could not start; see <see cref="ChildEnd.ToInput"/>.</summary>
    protected abstract void ChildEnded(ActivityContext context, JsonElement end);

    internal override IEnumerable<string> AwaitedChildren(ActivityContext context) =>
        context.Instance.Bookmarks
            .Where(bookmark => bookmark.ActivityInstanceId == context.Id && ChildEnd.IsWait(bookmark))
            .Select(bookmark => bookmark.Payload.Member("childInstanceId").AsText())
            .OfType<string>();

    private static bool HasInput(ActivityContext context, string name) => Array.Exists(context.Node.Inputs, input => input.Descriptor.Name == name);
}

using System.Text.Json;
using Hub.Server.Journeys;
using Hub.Server.Schemas;
using Hub.Server.Workflows.Readings;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Activities;

/// <summary>
/// <c>Hub.WaitForMessage</c>: waits until somebody brings something, from any channel: start online, finish at the counter.
/// </summary>
internal sealed class WaitForMessage : Activity
{
    private const string Received = "Received";
    private const string TimedOut = "TimedOut";
    private const string MessageCallback = "message";
    private const string TimeoutCallback = "timeout";

    public static ActivityDescriptor Descriptor { get; } = HubActivity.Describe(
        "Hub.WaitForMessage",
        new("Wait for a message", "Attendre un message"),
        new("Waits for a message to this journey, from the web, the counter, the phone or the mail.", "Attend un message sur ce parcours : en ligne, au guichet, au téléphone ou par courrier."),
        [
            HubActivity.Input("Message", "String", new("Message", "Message"), new("The message's name, such as piece-apportee.", "Le nom du message, par exemple piece-apportee.")),
            HubActivity.Input("Schema", "String", new("Schema", "Schéma"), new("Identifier of the content's schema; empty takes any content.", "Identifiant du schéma du contenu ; vide : tout contenu est pris.")),
            HubActivity.TimeoutInput,
        ],
        [HubActivity.Output("Payload", "Object", new("Content", "Contenu"), new("What the message brought.", "Ce que le message a apporté."))],
        [Received, TimedOut]);

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        if (context.GetText("Message") is not { Length: > 0 } message)
        {
            context.Fault("The input Message of Hub.WaitForMessage is empty; name the message to wait for.");
            return default;
        }

        context.Host<BurstScope>().Tell(JourneyEventTypes.MessageAwaited, "hub", new($"En attente : {message}", $"Waiting for: {message}"));
        Await(context, message);
        if (context.GetDuration("Timeout") is { } timeout)
        {
            context.CreateBookmark(new BookmarkRequest { Name = StimulusNames.Timeout, DueAt = context.Now + timeout, Callback = TimeoutCallback, IncludeActivityInstanceId = true });
        }

        return default;
    }

    public override ValueTask ResumeAsync(ActivityContext context)
    {
        if (context.ResumedBookmark!.CallbackMethodName == TimeoutCallback)
        {
            context.Complete(TimedOut);
            return default;
        }

        // The door checks a message that is awaited; one that came before was kept unseen and is checked here.
        if (SchemaOf(context) is { Length: > 0 } schema && context.Host<SchemaCatalog>() is var schemas && schemas.Contains(schema)
            && schemas.Validate(schema, JsonSerializer.SerializeToUtf8Bytes(context.StimulusInput.IsSet() ? context.StimulusInput : JsonValues.Null)).Count > 0)
        {
            context.Host<BurstScope>().Tell(JourneyEventTypes.MessageRefused, "hub", new("Contenu du message incorrect ; toujours en attente", "The message's content is wrong; still waiting"));
            Await(context, context.GetText("Message")!); // it ran with one
            return default;
        }

        context.SetOutput("Payload", context.StimulusInput);
        context.Complete(Received);
        return default;
    }

    private static void Await(ActivityContext context, string message) => context.CreateBookmark(new BookmarkRequest
    {
        Name = StimulusNames.JourneyMessage,
        Stimulus = StimulusNames.ForMessage(message),
        Settings = JsonValues.Object(("schema", JsonValues.From(SchemaOf(context)))),
        Callback = MessageCallback,
    });

    // As it was when the workflow was published, whatever versions have come since.
    private static string? SchemaOf(ActivityContext context) => context.GetText("Schema") is { Length: > 0 } named
        ? context.Host<SchemaPins>().Find(context.Instance.DefinitionVersionId, named) ?? named
        : null;
}

using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Events;

/// <summary>Sends an event to whoever waits for it, once the burst is committed.</summary>
internal sealed class PublishEvent : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.PublishEvent",
        Category = Categories.Primitives,
        DisplayName = ("Publish Event", "Publier un événement"),
        Description = ("Publishes an event.", "Publie un événement."),
        AutoCompletes = true,
        Inputs =
        [
            new() { Name = "EventName", TypeName = "String", DisplayName = ("Event Name", "Nom de l'événement"), Description = ("The name of the event.", "Le nom de l'événement.") },
            new()
            {
                Name = "CorrelationId",
                TypeName = "String",
                DisplayName = ("Correlation Id", "Identifiant de corrélation"),
                Description = ("Only workflows with this correlation id.", "Seulement les workflows avec cet identifiant de corrélation."),
            },
            new()
            {
                Name = "IsLocalEvent",
                TypeName = "Boolean",
                DisplayName = ("Local event", "Événement local"),
                Description = ("Whether the event stays within this workflow instance.", "Si l'événement reste dans cette instance de workflow."),
                UIHint = "checkbox",
            },
            new() { Name = "Payload", Description = ("What the event brings.", "Ce que l'événement apporte.") },
        ],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var name = context.GetText("EventName");
        if (string.IsNullOrEmpty(name))
        {
            context.Fault("Publish Event needs the name of the event.");
        }

        context.PublishEvent(new PublishedEvent(
            name,
            context.GetText("CorrelationId") is { Length: > 0 } correlationId ? correlationId : null,
            context.GetBoolean("IsLocalEvent") ? context.Instance.Id : null,
            context.GetInput("Payload")));
        return default;
    }
}

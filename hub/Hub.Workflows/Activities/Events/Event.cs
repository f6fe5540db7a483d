using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Events;

/// <summary>Waits for an event by name, or starts the workflow when it comes.</summary>
internal sealed class Event : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Event",
        Category = Categories.Primitives,
        DisplayName = ("Event", "Événement"),
        Description = ("Waits for an event to come.", "Attend qu'un événement arrive."),
        Kind = ActivityKind.Trigger,
        Inputs = [new() { Name = "EventName", TypeName = "String", DisplayName = ("Event Name", "Nom de l'événement"), Description = ("The name of the event.", "Le nom de l'événement.") }],
        Outputs = [new() { Name = OutputDescriptor.Result, Description = ("What the event brought.", "Ce que l'événement a apporté.") }],
    };

    public override IEnumerable<StimulusDescription> DescribeTriggers(TriggerContext context)
    {
        var name = context.GetInput("EventName").AsText();
        if (!string.IsNullOrEmpty(name))
        {
            yield return new StimulusDescription(Stimulus.Event, Stimulus.ForEvent(name));
        }
    }

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        if (context.IsTrigger)
        {
            return ResumeAsync(context);
        }

        var name = context.GetText("EventName");
        if (string.IsNullOrEmpty(name))
        {
            context.Fault("Event needs the name of the event to wait for.");
        }

        context.CreateBookmark(new BookmarkRequest { Name = Stimulus.Event, Stimulus = Stimulus.ForEvent(name), Callback = "received" });
        return default;
    }

    public override ValueTask ResumeAsync(ActivityContext context)
    {
        if (context.StimulusInput.IsSet())
        {
            context.SetOutput(OutputDescriptor.Result, context.StimulusInput);
        }

        context.Complete();
        return default;
    }
}

using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Scheduling;

/// <summary>Waits for a while.</summary>
internal sealed class Delay : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.Delay",
        Category = Categories.Scheduling,
        DisplayName = ("Delay", "Attendre"),
        Description = ("Waits for the given time.", "Attend pendant la durée donnée."),
        Inputs =
        [
            new()
            {
                Name = "TimeSpan",
                TypeName = "TimeSpan",
                DisplayName = ("Duration", "Durée"),
                Description = ("How long to wait.", "Combien de temps attendre."),
                DefaultValue = JsonValues.From("00:01:00"),
            },
        ],
    };

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        Waiting.Until(context, context.Now + (context.GetDuration("TimeSpan") ?? TimeSpan.Zero));
        return default;
    }
}

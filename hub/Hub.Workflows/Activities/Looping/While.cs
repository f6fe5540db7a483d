using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Looping;

/// <summary>Runs its body as long as a condition holds; the condition is evaluated before each turn.</summary>
internal sealed class While : Loop
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.While",
        Category = Categories.Looping,
        DisplayName = ("While", "Tant que"),
        Description = ("Runs the body while a condition holds.", "Exécute le corps tant qu'une condition est vérifiée."),
        Inputs =
        [
            new()
            {
                Name = "Condition",
                TypeName = "Boolean",
                Description = ("The condition, evaluated before each turn.", "La condition, évaluée avant chaque tour."),
                DefaultValue = JsonValues.False,
                AutoEvaluate = false,
            },
        ],
        Ports = BodyPort,
    };

    protected override void Turn(ActivityContext context)
    {
        context.EvaluateInput("Condition");
        if (context.GetBoolean("Condition"))
        {
            context.Schedule(Body, "body");
        }
        else
        {
            context.Complete();
        }
    }
}

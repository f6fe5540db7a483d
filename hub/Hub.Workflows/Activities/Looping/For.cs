using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Looping;

/// <summary>Runs its body for each number from start to end.</summary>
internal sealed class For : Loop
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.For",
        Category = Categories.Looping,
        DisplayName = ("For", "Pour"),
        Description = ("Runs the body for each number of a range.", "Exécute le corps pour chaque nombre d'un intervalle."),
        Inputs =
        [
            new() { Name = "Start", TypeName = "Int32", Description = ("The first number.", "Le premier nombre."), DefaultValue = JsonValues.From(0) },
            new() { Name = "End", TypeName = "Int32", Description = ("The last number.", "Le dernier nombre."), DefaultValue = JsonValues.From(0) },
            new() { Name = "Step", TypeName = "Int32", Description = ("The step; negative to count down.", "Le pas ; négatif pour décompter."), DefaultValue = JsonValues.From(1) },
            new()
            {
                Name = "OuterBoundInclusive",
                TypeName = "Boolean",
                Description = ("Whether the last number is part of the range.", "Si le dernier nombre fait partie de l'intervalle."),
                UIHint = "checkbox",
                DefaultValue = JsonValues.True,
            },
        ],
        Outputs = [new() { Name = "CurrentValue", Description = ("The number of this turn.", "Le nombre de ce tour.") }],
        Ports = BodyPort,
    };

    protected override void Turn(ActivityContext context)
    {
        var (start, end, step) = (context.GetInteger("Start"), context.GetInteger("End"), context.GetInteger("Step", 1));
        var current = start + (context.Position * step);
        var inclusive = context.GetBoolean("OuterBoundInclusive", otherwise: true);
        var goesOn = step >= 0 ? (inclusive ? current <= end : current < end) : (inclusive ? current >= end : current > end);
        // Without a body Elsa never completes; nothing to do is done.
        if (!goesOn || Body is null)
        {
            context.Complete();
            return;
        }

        context.Position++;
        var value = JsonValues.From(current);
        context.SetOutput("CurrentValue", value);
        context.Schedule(Body, "body", variables: [new DynamicVariable("CurrentValue", value)]);
    }
}

using System.Text.Json;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Looping;

/// <summary>Runs its body for each item, one after the other.</summary>
internal sealed class ForEach : Loop
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.ForEach",
        Category = Categories.Looping,
        DisplayName = ("For Each", "Pour chaque"),
        Description = ("Runs the body for each item of a list.", "Exécute le corps pour chaque élément d'une liste."),
        Inputs = [new() { Name = "Items", TypeName = "Object[]", Description = ("The items.", "Les éléments."), DefaultSyntax = "Object", UIHint = "multiline", DefaultValue = JsonValues.EmptyArray }],
        Outputs = [new() { Name = "CurrentValue", Description = ("The item of this turn.", "L'élément de ce tour.") }],
        Ports = BodyPort,
    };

    protected override void Turn(ActivityContext context)
    {
        var items = context.GetInput("Items");
        if (items.ValueKind != JsonValueKind.Array)
        {
            context.Fault($"For Each needs a list of items, but its input is of kind {items.ValueKind}.");
        }

        if (context.Position >= items.GetArrayLength())
        {
            context.Complete();
            return;
        }

        var value = items[context.Position];
        context.SetOutput("CurrentValue", value);
        if (Body is null)
        {
            context.Complete();
            return;
        }

        context.Schedule(Body, "body", variables: [new DynamicVariable("CurrentIndex", JsonValues.From(context.Position)), new DynamicVariable("CurrentValue", value)]);
        context.Position++;
    }
}

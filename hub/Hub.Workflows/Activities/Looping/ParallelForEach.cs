using System.Text.Json;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Looping;

/// <summary>Runs its body for each item, all beside each other, each with its own current value.</summary>
internal sealed class ParallelForEach : Activity
{
    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.ParallelForEach",
        Category = Categories.Looping,
        DisplayName = ("Parallel For Each", "Pour chaque en parallèle"),
        Description = ("Runs the body for each item, beside each other.", "Exécute le corps pour chaque élément, en parallèle."),
        Inputs = [new() { Name = "Items", Description = ("The items.", "Les éléments."), DefaultSyntax = "Object", UIHint = "multiline", DefaultValue = JsonValues.EmptyArray }],
        Ports = [PortDescriptor.Embedded("Body", ("Body", "Corps"))],
    };

    private GraphNode? _body;

    public override void Compile(NodeCompilation compilation) => _body = compilation.Port("Body");

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var items = context.GetInput("Items");
        // Anything but a list is one item, text above all.
        var count = items.IsNothing() ? 0 : items.ValueKind == JsonValueKind.Array ? items.GetArrayLength() : 1;
        context.Position = count;
        if (count == 0)
        {
            context.Complete();
        }
        else if (items.ValueKind != JsonValueKind.Array)
        {
            Begin(context, items, 0);
        }
        else
        {
            var index = 0;
            foreach (var item in items.EnumerateArray())
            {
                Begin(context, item, index++);
            }
        }

        return default;
    }

    internal override bool Admit(ActivityContext context, GraphNode child)
    {
        context.Position++;
        context.Schedule(child, "body");
        return true;
    }

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child)
    {
        if (--context.Position == 0)
        {
            context.Complete();
        }

        return default;
    }

    private void Begin(ActivityContext context, JsonElement item, int index)
    {
        var number = JsonValues.From(index);
        context.Schedule(_body, "body", number, [new DynamicVariable("CurrentValue", item), new DynamicVariable("CurrentIndex", number)]);
    }
}

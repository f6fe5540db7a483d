using System.Globalization;
using System.Text.Json;
using Hub.Workflows.Children;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Composition;

/// <summary>
/// Has one workflow started for each item, a batch a burst, so that neither a commit nor the memory grows with the number of items.
/// If it waits, each end runs the port that fits, and the step ends when all children have ended and all ports have run.
/// </summary>
internal sealed class BulkDispatchWorkflows : WorkflowStarting
{
    /// <summary>So many children are asked for in one burst.</summary>
    internal const int BatchSize = 256;

    private const string Completed = "Completed";
    private const string DispatchedCount = "DispatchedInstancesCountKey";
    private const string EndedCount = "CompletedInstancesCountKey";
    private const string BaseId = "ChildrenBaseId";

    public static readonly ActivityDescriptor Descriptor = new()
    {
        TypeName = "Elsa.BulkDispatchWorkflows",
        Category = Categories.Composition,
        DisplayName = ("Bulk Dispatch Workflows", "Lancer des workflows en nombre"),
        Description = ("Starts one workflow for each item of a list.", "Démarre un workflow pour chaque élément d'une liste."),
        Kind = ActivityKind.Task,
        Inputs =
        [
            DefinitionInput,
            new() { Name = "Items", Description = ("The items.", "Les éléments."), UIHint = "multiline", DefaultSyntax = "JavaScript" },
            new()
            {
                Name = "DefaultItemInputKey",
                TypeName = "String",
                DisplayName = ("Default Item Input Key", "Nom de l'entrée de l'élément"),
                Description = ("The input under which an item is given; the members of an item that is an object are inputs themselves.", "L'entrée sous laquelle un élément est transmis ; les membres d'un élément qui est un objet sont eux-mêmes des entrées."),
                DefaultValue = JsonValues.From("Item"),
            },
            new()
            {
                Name = "CorrelationIdFunction",
                TypeName = "String",
                DisplayName = ("Correlation ID Function", "Fonction de corrélation"),
                Description = ("Gives the correlation id of the workflow of an item.", "Donne l'identifiant de corrélation du workflow d'un élément."),
                DefaultSyntax = "JavaScript",
                AutoEvaluate = false,
            },
            ChildInput,
            WaitInput with { DefaultValue = JsonValues.True },
            .. DispatchInputs,
        ],
        Ports =
        [
            PortDescriptor.Embedded("ChildCompleted", ("Child Completed", "Enfant terminé")),
            PortDescriptor.Embedded("ChildFaulted", ("Child Faulted", "Enfant en échec")),
            PortDescriptor.Flow(Completed, ("Completed", "Terminés")),
            PortDescriptor.Flow("Canceled", ("Canceled", "Annulé")),
            PortDescriptor.Flow(Outcome.Done),
        ],
    };

    private GraphNode? _childCompleted;
    private GraphNode? _childFaulted;

    public override void Compile(NodeCompilation compilation)
    {
        _childCompleted = compilation.Port("ChildCompleted");
        _childFaulted = compilation.Port("ChildFaulted");
    }

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        var items = context.GetInput("Items");
        var count = items.ValueKind == JsonValueKind.Array ? items.GetArrayLength() : 0;
        if (!items.IsNothing() && items.ValueKind != JsonValueKind.Array)
        {
            context.Note($"Items is no list but of kind {items.ValueKind}: nothing is started, as in Elsa.");
        }

        context.Position = 0;
        context.SetProperty(DispatchedCount, JsonValues.From(count));
        context.SetProperty(EndedCount, JsonValues.From(0));
        if (count == 0)
        {
            context.Complete([Outcome.Done]);
            return default;
        }

        context.SetProperty(BaseId, JsonValues.From(context.NewId()));
        if (context.GetBoolean("WaitForCompletion", otherwise: true))
        {
            // Elsa's stimulus names the parent only; with the execution's id two bulks of one parent do not count each other's children.
            context.CreateBookmark(new BookmarkRequest
            {
                Stimulus = JsonValues.Object(("parentInstanceId", JsonValues.From(context.Instance.Id))),
                Settings = JsonValues.Object(("scheduledInstanceIdsCount", JsonValues.From(count))),
                IncludeActivityInstanceId = true,
                KeepAfterResume = true,
                Callback = ChildEnd.Callback,
            });
        }

        return GoOnAsync(context);
    }

    protected override ValueTask GoOnAsync(ActivityContext context)
    {
        // Published anew in between: the children of one bulk may run on two versions, each on the one in force when it was asked for.
        var version = FindPublished(context, DefinitionId(context));
        var count = Count(context, DispatchedCount);
        var end = Math.Min(count, context.Position + BatchSize);
        var items = context.GetInput("Items");

        // All or none: the children before one whose correlation cannot be told would be started again when the step is retried.
        var batch = new List<ChildWorkflow>(end - context.Position);
        for (var index = context.Position; index < end; index++)
        {
            batch.Add(MakeChildOf(context, version, items[index], index));
        }

        context.Run.Family.Started.AddRange(batch);
        context.Position = end;
        if (end < count)
        {
            GoOnInNextBurst(context);
        }
        else
        {
            Settle(context);
        }

        return default;
    }

    protected override void ChildEnded(ActivityContext context, JsonElement end)
    {
        context.SetProperty(EndedCount, JsonValues.From(Count(context, EndedCount) + 1));
        ForgetItems(context);
        var refusal = ChildEnd.RefusalOf(end);
        if (refusal is not null)
        {
            context.Note(refusal);
        }

        var port = (refusal, end.Member("WorkflowSubStatus").AsText()) switch
        {
            (not null, _) or (_, nameof(WorkflowSubStatus.Faulted)) => _childFaulted,
            (_, nameof(WorkflowSubStatus.Finished)) => _childCompleted,
            _ => null,
        };
        if (port is null)
        {
            Settle(context);
            return;
        }

        // The tag is what Elsa's port activities read with getInput: how the child ended.
        context.Schedule(port, "port", end, [new DynamicVariable("ChildInstanceId", end.Member("WorkflowInstanceId"))]);
    }

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child)
    {
        Settle(context);
        return default;
    }

    internal override void ChildCanceled(ActivityContext context, ActivityContext child) => Settle(context);

    internal override JsonElement InputOfChild(ActivityContext child, string name) => child.Tag.Member(name);

    internal override IEnumerable<string> AwaitedChildren(ActivityContext context)
    {
        // Those that have ended already are among them; to cancel these does nothing.
        var waits = context.Instance.Bookmarks.Any(bookmark => bookmark.ActivityInstanceId == context.Id && ChildEnd.IsWait(bookmark));
        var baseId = context.GetProperty(BaseId).AsText() ?? "";
        return Enumerable.Range(0, waits ? context.Position : 0).Select(index => ChildId(baseId, index));
    }

    /// <summary>A child's id follows from the bulk's and its place, so that the parent's state need not list thousands. Ids of 32 digits keep their length and so their order.</summary>
    internal static string ChildId(string baseId, int index)
    {
        var place = index.ToString("x6", CultureInfo.InvariantCulture);
        return baseId.Length == 32 ? string.Concat(baseId.AsSpan(0, baseId.Length - place.Length), place) : $"{baseId}-{place}";
    }

    private static ChildWorkflow MakeChildOf(ActivityContext context, string version, JsonElement item, int index)
    {
        var key = context.GetText("DefaultItemInputKey") is { Length: > 0 } named ? named : "Item";
        var correlationId = InputEvaluation.EvaluateFor(context, "CorrelationIdFunction", new ExpressionArgument(key, item)).AsText();
        var input = ReadInput(context);
        if (item.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in item.EnumerateObject())
            {
                input[member.Name] = member.Value;
            }
        }
        else
        {
            input[key] = item;
        }

        var waits = context.GetBoolean("WaitForCompletion", otherwise: true);
        return MakeChild(context, ChildId(context.GetProperty(BaseId).AsText() ?? "", index), version, input, correlationId, waits);
    }

    private static void Settle(ActivityContext context)
    {
        var count = Count(context, DispatchedCount);
        if (context.Position < count)
        {
            return;
        }

        if (!context.GetBoolean("WaitForCompletion", otherwise: true))
        {
            context.Complete([Outcome.Done]);
        }
        else if (Count(context, EndedCount) >= count && context.RunningChildren == 0 && context.QueuedChildren == 0)
        {
            context.Complete([Completed, Outcome.Done]);
        }
    }

    // Once all are asked for, nobody reads the items any more, and each child's end would write them anew with the parent's state.
    private static void ForgetItems(ActivityContext context)
    {
        var place = Array.FindIndex(context.Node.Inputs, input => input.Descriptor.Name == "Items");
        if (context.Position >= Count(context, DispatchedCount) && context.Node.Inputs[place].Expression is not null && context.EvaluatedInputs[place].IsSet())
        {
            context.EvaluatedInputs = (JsonElement[])context.EvaluatedInputs.Clone();
            context.EvaluatedInputs[place] = default;
        }
    }

    private static int Count(ActivityContext context, string property) =>
        context.GetProperty(property) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var count) ? count : 0;
}

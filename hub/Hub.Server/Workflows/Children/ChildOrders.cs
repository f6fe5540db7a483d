using System.Text.Json;
using Hub.Server.Exchange.Outbox;
using Hub.Workflows;
using Hub.Workflows.Children;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows.Children;

/// <summary>
/// What the instances of a family tell one another, as rows of the outbox: written in the commit that decided it, taken out in the
/// commit that acts on it. So no child is lost or started twice, and no end is counted twice, wherever the hub stops.
/// </summary>
internal static class ChildOrders
{
    /// <summary>The pseudo-connector of these orders.</summary>
    public const string Lane = "hub.workflow-children";

    public const string Start = "start";
    public const string End = "end";
    public const string Cancel = "cancel";

    /// <summary>So many instances are cancelled by one order.</summary>
    private const int MostCancelled = 200;

    /// <summary>The orders that a burst gives.</summary>
    public static IEnumerable<OutboxMessage> Of(BurstScope scope, Burst burst)
    {
        foreach (var child in burst.Children)
        {
            var order = scope.Order(scope.Owner.Child(child.InstanceId), Lane, Start, Write(child));
            yield return child.StartsNewTrace ? order with { TraceParent = null } : order;
        }

        // A child that was run at once told its end to the burst around it.
        if (burst.ChildEnd is { } end && !scope.IsNested)
        {
            yield return OfEnd(end, scope.Owner, scope);
        }

        foreach (var cancelled in burst.CancelledChildren.Chunk(MostCancelled))
        {
            yield return scope.Order(scope.Owner, Lane, Cancel, JsonSerializer.SerializeToUtf8Bytes(JsonValues.From(cancelled)));
        }
    }

    /// <summary>Tells a parent how its child ended.</summary>
    /// <param name="child">To whom the child belongs, or would.</param>
    private static OutboxMessage OfEnd(ChildEnd end, StoredInstanceOwner child, BurstScope scope) =>
        scope.Order(child with { Partition = child.JourneyId?.Value ?? end.ParentInstanceId }, Lane, End, Write(end));

    /// <summary>Tells a parent that the child it waits for never started; null when it does not wait.</summary>
    public static OutboxMessage? OfRefusal(ChildWorkflow child, string reason, BurstScope scope) =>
        child.IsAwaited && child.Properties.TryGetValue(ChildProperties.SchedulingActivity, out var activity)
            ? OfEnd(
                new ChildEnd { ParentInstanceId = child.ParentInstanceId, ActivityInstanceId = activity.AsText() ?? "", InstanceId = child.InstanceId, Refusal = reason },
                scope.Owner,
                scope)
            : null;

    public static ChildWorkflow ReadStart(OutboxMessage order)
    {
        var json = JsonElement.Parse(order.Payload.Span);
        return new ChildWorkflow
        {
            InstanceId = Text(json, "id"),
            DefinitionId = Text(json, "definition"),
            VersionId = Text(json, "version"),
            ParentInstanceId = Text(json, "parent"),
            IsAwaited = json.Member("awaited").ValueKind == JsonValueKind.True,
            CorrelationId = json.Member("correlation").AsText(),
            ChannelName = json.Member("channel").AsText(),
            Input = Values(json, "input"),
            Properties = Values(json, "properties"),
        };
    }

    public static ChildEnd ReadEnd(OutboxMessage order)
    {
        var json = JsonElement.Parse(order.Payload.Span);
        return new ChildEnd
        {
            ParentInstanceId = Text(json, "parent"),
            ActivityInstanceId = Text(json, "activity"),
            InstanceId = Text(json, "id"),
            SubStatus = Enum.Parse<WorkflowSubStatus>(Text(json, "sub")),
            Output = Values(json, "output"),
            Refusal = json.Member("refusal").AsText(),
        };
    }

    public static IEnumerable<string> ReadCancelled(OutboxMessage order) => JsonElement.Parse(order.Payload.Span).EnumerateArray().Select(id => id.GetString()!); // texts, see Of

    private static byte[] Write(ChildWorkflow child) => JsonSerializer.SerializeToUtf8Bytes(JsonValues.Object(
        ("id", JsonValues.From(child.InstanceId)),
        ("definition", JsonValues.From(child.DefinitionId)),
        ("version", JsonValues.From(child.VersionId)),
        ("parent", JsonValues.From(child.ParentInstanceId)),
        ("awaited", JsonValues.From(child.IsAwaited)),
        ("correlation", JsonValues.From(child.CorrelationId)),
        ("channel", JsonValues.From(child.ChannelName)),
        ("input", Object(child.Input)),
        ("properties", Object(child.Properties))));

    private static byte[] Write(ChildEnd end) => JsonSerializer.SerializeToUtf8Bytes(JsonValues.Object(
        ("parent", JsonValues.From(end.ParentInstanceId)),
        ("activity", JsonValues.From(end.ActivityInstanceId)),
        ("id", JsonValues.From(end.InstanceId)),
        ("sub", JsonValues.From(end.SubStatus.ToString())),
        ("output", Object(end.Output)),
        ("refusal", JsonValues.From(end.Refusal))));

    private static JsonElement Object(IReadOnlyDictionary<string, JsonElement> values) => JsonValues.Object([.. values.Select(value => (value.Key, value.Value))]);

    private static Dictionary<string, JsonElement> Values(JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Object } values ? values.EnumerateObject().ToDictionary(value => value.Name, value => value.Value) : [];

    private static string Text(JsonElement json, string name) =>
        json.Member(name).AsText() ?? throw new InvalidOperationException($"An order about a child workflow has no member '{name}'; it was written by another version of the hub.");
}

/// <summary>An order on its way to whom it concerns.</summary>
internal sealed record ChildOrder(OutboxMessage Message);

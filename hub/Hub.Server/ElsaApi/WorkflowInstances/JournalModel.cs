using System.Globalization;
using Hub.Server.Workflows;

namespace Hub.Server.ElsaApi.WorkflowInstances;

/// <summary>One line of the journal in Elsa's form.</summary>
internal sealed record JournalModel
{
    public required string Id { get; init; }

    public required string ActivityInstanceId { get; init; }

    public string? ParentActivityInstanceId { get; init; }

    public required string ActivityId { get; init; }

    public required string ActivityType { get; init; }

    public required int ActivityTypeVersion { get; init; }

    public string? ActivityName { get; init; }

    public required string NodeId { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required long Sequence { get; init; }

    public required string EventName { get; init; }

    public string? Message { get; init; }

    // The place in a program that wrote the line; ours is a definition.
    public string? Source { get; init; }

    // Elsa tells the inputs with the execution, and so does the hub.
    public object? ActivityState { get; init; }

    public JournalPayload? Payload { get; init; }

    public static JournalModel Of(string instanceId, RecordedEntry entry, InstanceSteps steps)
    {
        var execution = entry.Execution;
        return new()
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{instanceId}:{entry.Sequence}"),
            ActivityInstanceId = execution.Id,
            ParentActivityInstanceId = execution.ParentId,
            ActivityId = steps.IdOf(execution.NodeId),
            ActivityType = steps.TypeOf(execution.NodeId),
            ActivityTypeVersion = steps.TypeVersionOf(execution.NodeId),
            ActivityName = steps.NameOf(execution.NodeId),
            NodeId = execution.NodeId,
            Timestamp = entry.At,
            Sequence = entry.Sequence,
            EventName = entry.EventName,
            Message = entry.Message,
            Payload = entry.Event == Hub.Workflows.Runtime.JournalEvent.Completed && execution.Outcomes is { } outcomes ? new JournalPayload(outcomes) : null,
        };
    }
}

/// <summary>What a line tells beside its event.</summary>
internal sealed record JournalPayload([property: System.Text.Json.Serialization.JsonPropertyName("Outcomes")] IReadOnlyList<string> Outcomes);

using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>An event that PublishEvent asks the host to send once the burst is committed.</summary>
/// <param name="EventName">Its name.</param>
/// <param name="CorrelationId">Only workflows with this correlation id; null means any.</param>
/// <param name="WorkflowInstanceId">Only this instance (a local event); null means any.</param>
/// <param name="Payload">What the receivers get; not set means nothing.</param>
public sealed record PublishedEvent(string EventName, string? CorrelationId, string? WorkflowInstanceId, JsonElement Payload);

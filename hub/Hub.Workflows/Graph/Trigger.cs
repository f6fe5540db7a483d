using System.Text.Json;

namespace Hub.Workflows.Graph;

/// <summary>What starts a new instance of a published definition.</summary>
/// <param name="ActivityId">The trigger activity.</param>
/// <param name="NodeId">Its path in the graph.</param>
/// <param name="ActivityType">Its type name.</param>
/// <param name="StimulusName">Name of the stimulus, such as <c>Elsa.Event</c>, <c>Elsa.HttpEndpoint</c> or <c>Hub.CitizenRequest</c>.</param>
/// <param name="Payload">What it waits for, with settings for the host.</param>
/// <param name="Hash">What a stimulus must match (<see cref="Runtime.Stimulus.Hash"/>).</param>
public sealed record Trigger(string ActivityId, string NodeId, string ActivityType, string StimulusName, JsonElement Payload, string Hash);

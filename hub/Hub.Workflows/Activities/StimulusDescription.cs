using System.Text.Json;

namespace Hub.Workflows.Activities;

/// <summary>What a trigger or a bookmark waits for.</summary>
/// <param name="Name">Stimulus name, such as <c>Elsa.Event</c>.</param>
/// <param name="Stimulus">The members that a sender must match; they make the hash.</param>
/// <param name="Settings">Further members for the host (limits, policies); stored in the payload but not hashed. Not set means none.</param>
public readonly record struct StimulusDescription(string Name, JsonElement Stimulus, JsonElement Settings = default);

using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>A variable of an instance, as it stands.</summary>
/// <param name="Id">What SetVariable and output bindings refer to.</param>
/// <param name="Name">What scripts call it.</param>
/// <param name="Value">Its value; JSON null when it has none.</param>
/// <param name="IsPersistent">Whether it is kept when the instance waits.</param>
public readonly record struct VariableState(string Id, string Name, JsonElement Value, bool IsPersistent);

using System.Text.Json;

namespace Hub.Workflows.Graph;

/// <summary>A declared variable, ready to run: where its value lies is its position in the declaring step.</summary>
internal readonly record struct VariableSlot(string Id, string Name, string TypeName, bool IsArray, bool IsPersistent, JsonElement Default);

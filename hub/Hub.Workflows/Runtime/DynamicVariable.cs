using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>A variable that lives on one execution without being declared: a loop's current value, or one that a script made.</summary>
/// <param name="Name">Its name, which is its id too.</param>
/// <param name="Value">Its value.</param>
public readonly record struct DynamicVariable(string Name, JsonElement Value);

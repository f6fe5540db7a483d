using System.Text.Json;

namespace Hub.Workflows.Runtime;

/// <summary>Reads workflow inputs the way scripts and Input expressions see them: the nearest composite's own input first.</summary>
internal static class WorkflowInputs
{
    /// <summary>The value, or JSON null when nobody gave one. Names are compared without regard to case.</summary>
    public static JsonElement Get(ActivityContext context, string name)
    {
        for (var scope = context; scope is not null; scope = scope.Parent)
        {
            if (scope.Parent?.Node.Activity.InputOfChild(scope, name) is { } given && given.IsSet())
            {
                return given;
            }

            // A definition used as an activity hides the workflow's inputs of the same name, and only those.
            if (scope.Node.Activity is Activities.Composition.WorkflowDefinitionActivity composite && composite.TryGetInput(scope, name, out var own))
            {
                return own;
            }
        }

        var input = context.Instance.Input;
        if (input.TryGetValue(name, out var exact))
        {
            return exact.IsSet() ? exact : JsonValues.Null;
        }

        foreach (var (key, value) in input)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                return value.IsSet() ? value : JsonValues.Null;
            }
        }

        return JsonValues.Null;
    }
}

using System.Text.Json;
using Hub.Workflows.Definitions;
using Hub.Workflows.Expressions;

namespace Hub.Workflows.Graph;

/// <summary>Prepares declared variables: their default values, always written as text, are converted once (contract §1.1).</summary>
internal static class VariableSlots
{
    public static VariableSlot[] From(IReadOnlyList<VariableDefinition> variables, List<DefinitionWarning> warnings, string place)
    {
        var slots = new VariableSlot[variables.Count];
        for (var i = 0; i < slots.Length; i++)
        {
            var variable = variables[i];
            slots[i] = new VariableSlot(variable.Id, variable.Name, variable.TypeName, variable.IsArray, variable.IsPersistent, DefaultOf(variable, warnings, $"{place}/{i}/value"));
        }

        return slots;
    }

    private static JsonElement DefaultOf(VariableDefinition variable, List<DefinitionWarning> warnings, string place)
    {
        var value = variable.Value;
        if (value.IsNothing() || (value.ValueKind == JsonValueKind.String && value.ValueEquals(ReadOnlySpan<byte>.Empty)))
        {
            return default;
        }

        // Text of an untyped variable may be JSON of an object or array; a plain word stays a word.
        var typeName = variable.TypeName is "Object" && value.ValueKind == JsonValueKind.String && value.GetString().AsSpan().TrimStart() is ['{' or '[', ..] ? "JSON" : variable.TypeName;
        try
        {
            return ValueConversion.Strict(value, typeName, variable.IsArray);
        }
        catch (ExpressionFailedException)
        {
            warnings.Add(new DefinitionWarning("bad-default", place, null, new LocalizedText(
                $"The default value of the variable {variable.Name} is no {variable.TypeName}; the variable starts without a value.",
                $"La valeur par défaut de la variable {variable.Name} n'est pas du type {variable.TypeName} ; la variable commence sans valeur.")));
            return default;
        }
    }
}

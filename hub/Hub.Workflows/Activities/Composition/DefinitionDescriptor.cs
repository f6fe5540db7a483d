using System.Text;
using System.Text.Json;
using Hub.Workflows.Definitions;

namespace Hub.Workflows.Activities.Composition;

/// <summary>The activity that a definition makes when others may use it (contract §6): its inputs, outputs and outcomes, for the designer and the compiler.</summary>
public static class DefinitionDescriptor
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "nodeId", "name", "type", "version", "root", "customProperties", "metadata", "workflowDefinitionId", "workflowDefinitionVersionId",
        "latestAvailablePublishedVersion", "latestAvailablePublishedVersionId",
    };

    /// <summary>The descriptor of the activity that a definition makes.</summary>
    /// <param name="definition">A version of the definition.</param>
    /// <param name="typeName">The type name by which a definition refers to it; null derives it from the name.</param>
    public static ActivityDescriptor Describe(WorkflowDefinition definition, string? typeName = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var name = definition.Name ?? definition.DefinitionId;
        return new ActivityDescriptor
        {
            TypeName = typeName ?? TypeNameOf(name),
            Version = definition.Version,
            Category = string.IsNullOrWhiteSpace(definition.Options.ActivityCategory) ? Categories.Workflows : (definition.Options.ActivityCategory, definition.Options.ActivityCategory),
            DisplayName = (name, name),
            Description = (definition.Description ?? "", definition.Description ?? ""),
            IsBrowsable = definition.IsPublished,
            Inputs = [.. definition.Inputs.Select(input => new InputDescriptor
            {
                Name = PropertyName(input.Name),
                TypeName = input.IsArray ? input.Type + "[]" : input.Type,
                DisplayName = (input.DisplayName ?? input.Name, input.DisplayName ?? input.Name),
                Description = (input.Description ?? "", input.Description ?? ""),
                Category = input.Category is null ? null : (input.Category, input.Category),
                UIHint = input.UIHint ?? "singleline",
                IsSynthetic = true,
            })],
            Outputs = [.. definition.Outputs.Select(output => new OutputDescriptor
            {
                Name = PropertyName(output.Name),
                TypeName = output.IsArray ? output.Type + "[]" : output.Type,
                DisplayName = (output.DisplayName ?? output.Name, output.DisplayName ?? output.Name),
                Description = (output.Description ?? "", output.Description ?? ""),
                IsSynthetic = true,
            })],
            Ports = [.. (definition.Outcomes.Count > 0 ? definition.Outcomes : Outcome.Default).Select(outcome => PortDescriptor.Flow(outcome))],
            CustomProperties = Properties(("RootType", "WorkflowDefinitionActivity"), ("WorkflowDefinitionId", definition.DefinitionId), ("WorkflowDefinitionVersionId", definition.Id)),
            ConstructionProperties = new Dictionary<string, JsonElement>(Properties(("WorkflowDefinitionId", definition.DefinitionId), ("WorkflowDefinitionVersionId", definition.Id)))
            {
                ["Version"] = JsonValues.From(definition.Version),
            },
        };
    }

    /// <summary>A definition's name in PascalCase, without spaces and punctuation.</summary>
    public static string TypeNameOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var type = new StringBuilder(name.Length);
        var startsWord = true;
        foreach (var letter in name)
        {
            if (char.IsLetterOrDigit(letter))
            {
                type.Append(startsWord ? char.ToUpperInvariant(letter) : letter);
            }

            startsWord = !char.IsLetterOrDigit(letter);
        }

        return type.ToString();
    }

    private static string PropertyName(string name) => Reserved.Contains(name) ? "_" + name : name;

    private static Dictionary<string, JsonElement> Properties(params ReadOnlySpan<(string Name, string Value)> values)
    {
        var properties = new Dictionary<string, JsonElement>();
        foreach (var (name, value) in values)
        {
            properties[name] = JsonValues.From(value);
        }

        return properties;
    }
}

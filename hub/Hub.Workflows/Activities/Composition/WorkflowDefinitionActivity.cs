using System.Text;
using System.Text.Json;
using Hub.Workflows.Definitions;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Activities.Composition;

/// <summary>A definition used as an activity (contract §6): its inputs and outputs are variables that the child sees under their names.</summary>
internal sealed class WorkflowDefinitionActivity(WorkflowDefinition definition) : Activity
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "nodeId", "name", "type", "version", "root", "customProperties", "metadata", "workflowDefinitionId", "workflowDefinitionVersionId",
        "latestAvailablePublishedVersion", "latestAvailablePublishedVersionId",
    };

    private GraphNode? _workflow;

    /// <summary>The inputs, then the outputs, as variables.</summary>
    public VariableSlot[] Slots { get; } =
    [
        .. definition.Inputs.Select(input => new VariableSlot(input.Name, input.Name, input.Type, input.IsArray, IsPersistent: true, default)),
        .. definition.Outputs.Select(output => new VariableSlot(output.Name, output.Name, output.Type, output.IsArray, IsPersistent: true, default)),
    ];

    internal override bool IsComposite => true;

    /// <summary>The descriptor of the activity that a definition makes.</summary>
    public static ActivityDescriptor Describe(WorkflowDefinition definition, string? typeName = null)
    {
        var name = definition.Name ?? definition.DefinitionId;
        return new ActivityDescriptor
        {
            TypeName = typeName ?? TypeNameOf(name),
            Version = definition.Version,
            Category = string.IsNullOrWhiteSpace(definition.Options.ActivityCategory) ? "Workflows" : definition.Options.ActivityCategory,
            DisplayName = (name, name),
            Description = (definition.Description ?? "", definition.Description ?? ""),
            IsBrowsable = definition.IsPublished,
            Inputs = [.. definition.Inputs.Select(input => new InputDescriptor
            {
                Name = PropertyName(input.Name),
                TypeName = input.IsArray ? input.Type + "[]" : input.Type,
                DisplayName = (input.DisplayName ?? input.Name, input.DisplayName ?? input.Name),
                Description = (input.Description ?? "", input.Description ?? ""),
                Category = input.Category,
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

    /// <summary>The child's own input of that name, if it declares one.</summary>
    public bool TryGetInput(ActivityContext context, string name, out JsonElement value)
    {
        for (var i = 0; i < definition.Inputs.Count && i < context.VariableValues.Length; i++)
        {
            if (string.Equals(definition.Inputs[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                value = context.VariableValues[i].IsSet() ? context.VariableValues[i] : JsonValues.Null;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Gives the output of that name a value; false when the definition has none.</summary>
    public bool TrySetOutput(ActivityContext context, string name, JsonElement value)
    {
        for (var i = 0; i < definition.Outputs.Count; i++)
        {
            if (string.Equals(definition.Outputs[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                context.VariableValues[definition.Inputs.Count + i] = value;
                return true;
            }
        }

        return false;
    }

    public override void Compile(NodeCompilation compilation) => _workflow = Node.Children[0];

    public override ValueTask ExecuteAsync(ActivityContext context)
    {
        for (var i = 0; i < definition.Inputs.Count; i++)
        {
            context.VariableValues[i] = context.EvaluatedInputs[i];
        }

        context.Schedule(_workflow, "workflow");
        return default;
    }

    public override ValueTask ChildCompletedAsync(ActivityContext context, ChildCompletion child)
    {
        for (var i = 0; i < definition.Outputs.Count; i++)
        {
            var value = context.VariableValues[definition.Inputs.Count + i];
            if (!value.IsSet() && child.Context is not null)
            {
                // A variable of the child with the output's name stands for it.
                foreach (var (name, own) in VariableScope.Own(child.Context))
                {
                    if (name == definition.Outputs[i].Name)
                    {
                        value = own;
                    }
                }
            }

            if (value.IsSet())
            {
                context.SetOutput(Node.Descriptor.Outputs[i].Name, value);
            }
        }

        // The child's workflow is the nearest composite of a Complete inside, and hands its outcomes up.
        context.Run.Complete(context, child.Outcomes);
        return default;
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

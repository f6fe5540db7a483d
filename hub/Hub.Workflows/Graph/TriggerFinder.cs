using System.Text.Json;
using Hub.Workflows.Activities;
using Hub.Workflows.Activities.Composition;
using Hub.Workflows.Definitions;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Graph;

/// <summary>Asks every activity that may start the workflow what it waits for.</summary>
internal static class TriggerFinder
{
    public static IReadOnlyList<Trigger> Find(IReadOnlyList<GraphNode> nodes, List<DefinitionWarning> warnings, out IReadOnlyList<LocalizedText> refusals)
    {
        var triggers = new List<Trigger>();
        var refused = new List<LocalizedText>();
        refusals = refused;
        foreach (var node in nodes)
        {
            if (!node.CanStartWorkflow || node.Descriptor.Kind != ActivityKind.Trigger || IsInsideAnother(node))
            {
                continue;
            }

            foreach (var description in node.Activity.DescribeTriggers(new StaticContext(node, refused, warnings)))
            {
                triggers.Add(new Trigger(node.Id, node.NodeId, node.Descriptor.TypeName, description.Name,
                    Stimulus.Payload(description.Stimulus, description.Settings), Stimulus.Hash(description.Name, description.Stimulus)));
            }
        }

        return triggers;
    }

    // The triggers of a definition used as an activity belong to that definition, not to its users.
    private static bool IsInsideAnother(GraphNode node)
    {
        for (var scope = node.Parent; scope is not null; scope = scope.Parent)
        {
            if (scope.Activity is WorkflowDefinitionActivity)
            {
                return true;
            }
        }

        return false;
    }

    private sealed class StaticContext(GraphNode node, List<LocalizedText> refusals, List<DefinitionWarning> warnings) : TriggerContext
    {
        public override GraphNode Node => node;

        public override JsonElement GetInput(string name)
        {
            foreach (var input in node.Inputs)
            {
                if (input.Descriptor.Name != name)
                {
                    continue;
                }

                if (input.Expression is null)
                {
                    return input.Constant;
                }

                warnings.Add(new DefinitionWarning("dynamic-trigger", $"{node.Place}/{JsonNames.Camel(name)}", node.Id, new LocalizedText(
                    $"The input {name} of a trigger is read before there is an instance, so it must be a literal; the trigger uses the default instead.",
                    $"L'entrée {name} d'un déclencheur est lue avant qu'une instance existe : elle doit être une valeur littérale ; le déclencheur prend la valeur par défaut.")));
                return input.Descriptor.DefaultValue;
            }

            return default;
        }

        public override void Refuse(LocalizedText reason) => refusals.Add(reason);
    }
}

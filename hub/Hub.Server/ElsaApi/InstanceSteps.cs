using System.Text.Json;
using Hub.Server.Workflows;
using Hub.Workflows.Graph;

namespace Hub.Server.ElsaApi;

/// <summary>What the steps are that an instance's records name by their path.</summary>
/// <param name="graph">The version that the instance runs on; null when it is gone.</param>
internal sealed class InstanceSteps(WorkflowGraph? graph)
{
    private const string Unknown = "Elsa.NotFoundActivity";

    public string IdOf(string nodeId) => graph?.FindByNodeId(nodeId)?.Id ?? nodeId[(nodeId.LastIndexOf(':') + 1)..];

    public string TypeOf(string nodeId) => graph?.FindByNodeId(nodeId)?.Descriptor.TypeName ?? Unknown;

    public int TypeVersionOf(string nodeId) => graph?.FindByNodeId(nodeId)?.Descriptor.Version ?? 1;

    public string? NameOf(string nodeId) => graph?.FindByNodeId(nodeId)?.Name;

    /// <summary>The inputs that an execution ran with, in the order of its type: those of the definition and those that were evaluated.</summary>
    public IReadOnlyDictionary<string, JsonElement> StateOf(RecordedExecution execution)
    {
        if (graph?.FindByNodeId(execution.NodeId) is not { } node)
        {
            return execution.Inputs;
        }

        var known = new Dictionary<string, JsonElement>(node.ConstantState, StringComparer.Ordinal);
        foreach (var (name, value) in execution.Inputs)
        {
            known[name] = value;
        }

        var state = new Dictionary<string, JsonElement>(known.Count, StringComparer.Ordinal);
        foreach (var input in node.Descriptor.Inputs)
        {
            if (known.Remove(input.Name, out var value))
            {
                state.Add(input.Name, value);
            }
        }

        foreach (var (name, value) in known)
        {
            state.Add(name, value);
        }

        return state;
    }
}

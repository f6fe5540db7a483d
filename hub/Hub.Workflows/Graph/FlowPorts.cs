using System.Text.Json;

namespace Hub.Workflows.Graph;

/// <summary>What a flowchart connects to a step's outcomes.</summary>
public static class FlowPorts
{
    /// <summary>True when a connection leaves the step by this outcome.</summary>
    public static bool IsConnected(GraphNode node, string port)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (node.Parent?.Json.Member("connections") is not { ValueKind: JsonValueKind.Array } connections)
        {
            return false;
        }

        foreach (var connection in connections.EnumerateArray())
        {
            var source = connection.Member("source");
            var (id, name) = source.ValueKind == JsonValueKind.Object
                ? (source.Member("activity").AsText(), source.Member("port").AsText())
                : (source.AsText(), connection.Member("sourcePort").AsText());
            if (id == node.Id && name == port)
            {
                return true;
            }
        }

        return false;
    }
}

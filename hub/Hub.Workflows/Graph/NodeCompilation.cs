using System.Text.Json;
using Hub.Workflows.Expressions;

namespace Hub.Workflows.Graph;

/// <summary>What an activity may ask while its step is compiled.</summary>
public abstract class NodeCompilation
{
    /// <summary>The step.</summary>
    public abstract GraphNode Node { get; }

    /// <summary>The single activity of an embedded port; null when the definition gives none.</summary>
    public abstract GraphNode? Port(string name);

    /// <summary>
    /// The activities of an embedded port, in order. For cases the list runs parallel to the cases, with null where one has no activity.
    /// </summary>
    public abstract IReadOnlyList<GraphNode?> Ports(string name);

    /// <summary>A plain member of the activity's JSON; not set when absent.</summary>
    public abstract JsonElement Member(string name);

    /// <summary>Compiles an expression object (<c>{"type","value"}</c>) found in a plain member.</summary>
    /// <param name="expression">The object as it stands.</param>
    /// <param name="typeName">Type alias that the value is converted to.</param>
    public abstract CompiledExpression CompileExpression(JsonElement expression, string typeName);

    /// <summary>Adds a warning about this step, or about the one given, which it holds.</summary>
    public abstract void Warn(string code, LocalizedText text, GraphNode? about = null);
}

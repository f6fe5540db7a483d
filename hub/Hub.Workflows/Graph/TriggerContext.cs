using System.Text.Json;

namespace Hub.Workflows.Graph;

/// <summary>What a trigger activity sees while its definition is compiled: its inputs, evaluated without an instance.</summary>
public abstract class TriggerContext
{
    /// <summary>The step that is the trigger.</summary>
    public abstract GraphNode Node { get; }

    /// <summary>An input's value, or its default; not set when there is neither, or when its expression needs an instance.</summary>
    public abstract JsonElement GetInput(string name);

    /// <summary>Says that this trigger can never fire, which stops the publication of the definition.</summary>
    public abstract void Refuse(LocalizedText reason);
}

using System.Text.Json;
using Hub.Expressions.JavaScript;
using Hub.Expressions.Liquid;
using Hub.Workflows.Expressions.JavaScript;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Expressions.Liquid;

/// <summary>What a template sees of its workflow. The hub's configuration is not among it: it holds secrets.</summary>
internal sealed class ElsaLiquidModel(ActivityContext context) : ILiquidModel
{
    public bool TryGet(string name, out HostMember member)
    {
        var instance = context.Instance;
        HostMember? found = name switch
        {
            "Variables" => HostMember.FromObject(new ScriptVariables(context)),
            "Input" => HostMember.FromObject(new Inputs(context)),
            "CorrelationId" => Text(instance.CorrelationId),
            "WorkflowDefinitionId" => Text(instance.DefinitionId),
            "WorkflowDefinitionVersionId" => Text(instance.DefinitionVersionId),
            "WorkflowDefinitionVersion" => HostMember.FromValue(JsonValues.From(instance.Version)),
            "WorkflowInstanceId" => Text(instance.Id),
            _ => context.Run.Argument is { } argument && argument.Name == name ? HostMember.FromValue(argument.Value) : null,
        };
        member = found ?? default;
        return found is not null;
    }

    private static HostMember Text(string? value) => HostMember.FromValue(JsonValues.From(value));

    private sealed class Inputs(ActivityContext context) : IScriptObject
    {
        public IEnumerable<string> Names => context.Run.Graph.Definition.Inputs.Select(input => input.Name).Union(context.Instance.Input.Keys, StringComparer.OrdinalIgnoreCase);

        public bool TryGet(string name, out HostMember member)
        {
            var value = WorkflowInputs.Get(context, name);
            member = HostMember.FromValue(value);
            return !value.IsNothing();
        }

        public bool TrySet(string name, JsonElement value) => false;
    }
}

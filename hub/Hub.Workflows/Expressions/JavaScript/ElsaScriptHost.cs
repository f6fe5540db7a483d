using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Expressions.JavaScript;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Expressions.JavaScript;

/// <summary>What a script sees of its workflow: Elsa's functions, <c>variables</c>, and the generated <c>getX</c> and <c>setX</c>.</summary>
internal sealed class ElsaScriptHost(ActivityContext context) : IScriptHost
{
    public ActivityContext Context => context;

    /// <summary>Outcomes that the script has set; null when it may not set any (all but RunJavaScript).</summary>
    public List<string>? Outcomes { get; init; }

    public bool TryResolve(string name, out HostMember member)
    {
        if (ElsaFunctions.TryFind(name, this, out var function))
        {
            member = HostMember.FromFunction(name, function);
            return true;
        }

        switch (name)
        {
            case "variables":
                member = HostMember.FromObject(new ScriptVariables(context));
                return true;
            case "args":
                member = HostMember.FromValue(context.Run.Argument is { } argument ? JsonValues.Object((JsonNames.Camel(argument.Name), argument.Value)) : JsonValues.EmptyObject);
                return true;
            default:
                return TryAccessor(name, out member);
        }
    }

    // A script's own globals stay its own: workflow variables are written through setVariable, setX and variables.X.
    public bool TryAssign(string name, JsonElement value) => false;

    /// <summary>Numbers in [0, 1[ made of the engine's identifiers, so that the engine needs no randomness of its own.</summary>
    public double NextRandom() => (BinaryPrimitives.ReadUInt64LittleEndian(RandomBytes()) >> 11) * (1.0 / (1UL << 53));

    public byte[] RandomBytes() => SHA256.HashData(Encoding.UTF8.GetBytes(context.NewId()));

    private bool TryAccessor(string name, out HostMember member)
    {
        member = default;
        if (name.Length <= 3)
        {
            return false;
        }

        if (name.StartsWith("set", StringComparison.Ordinal) && FindVariable(name.AsSpan(3)) is { } target)
        {
            member = HostMember.FromFunction(name, arguments =>
            {
                VariableScope.Set(context, target, arguments.Length > 0 && arguments[0].IsSet() ? arguments[0] : JsonValues.Null);
                return default;
            });
            return true;
        }

        if (!name.StartsWith("get", StringComparison.Ordinal))
        {
            return false;
        }

        if (context.Run.Argument is { } argument && PascalNames.Same(name.AsSpan(3), argument.Name))
        {
            member = HostMember.FromFunction(name, _ => argument.Value);
            return true;
        }

        if (FindVariable(name.AsSpan(3)) is { } variable)
        {
            member = HostMember.FromFunction(name, _ => VariableScope.TryGet(context, variable, out var value) ? value : JsonValues.Null);
            return true;
        }

        if (FindInput(name.AsSpan(3)) is { } input)
        {
            member = HostMember.FromFunction(name, _ => WorkflowInputs.Get(context, input));
            return true;
        }

        if (FindOutput(name.AsSpan(3), out var output) is { } node)
        {
            member = HostMember.FromFunction(name, _ => context.Instance.Register.Get(node, output) is var value && value.IsSet() ? value : JsonValues.Null);
            return true;
        }

        return false;
    }

    private string? FindVariable(ReadOnlySpan<char> accessor)
    {
        for (var scope = context; scope is not null; scope = scope.Parent)
        {
            foreach (var variable in scope.DynamicVariables ?? [])
            {
                if (PascalNames.Same(accessor, variable.Name))
                {
                    return variable.Name;
                }
            }

            foreach (var slot in scope.Node.VariableSlots)
            {
                if (PascalNames.Same(accessor, slot.Name))
                {
                    return slot.Name;
                }
            }
        }

        return null;
    }

    private string? FindInput(ReadOnlySpan<char> accessor)
    {
        foreach (var input in context.Run.Graph.Definition.Inputs)
        {
            if (PascalNames.Same(accessor, input.Name))
            {
                return input.Name;
            }
        }

        foreach (var name in context.Instance.Input.Keys)
        {
            if (PascalNames.Same(accessor, name))
            {
                return name;
            }
        }

        return null;
    }

    // get<Output>From<Activity>, for the named members of the nearest container.
    private GraphNode? FindOutput(ReadOnlySpan<char> accessor, out string output)
    {
        output = "";
        foreach (var sibling in VariableScope.Container(context).Node.Children)
        {
            if (string.IsNullOrEmpty(sibling.Name))
            {
                continue;
            }

            foreach (var descriptor in sibling.Descriptor.Outputs)
            {
                if (PascalNames.Same(accessor, descriptor.Name, "From", sibling.Name))
                {
                    output = descriptor.Name;
                    return sibling;
                }
            }
        }

        return null;
    }
}

using System.Text.Json;
using Hub.Workflows.Expressions;
using Hub.Workflows.Graph;

namespace Hub.Workflows.Runtime;

/// <summary>Finds and sets variables from an execution outwards (contract §3.1): the nearest container that knows the name wins.</summary>
internal static class VariableScope
{
    public static bool TryGet(ActivityContext context, string name, out JsonElement value)
    {
        for (var scope = context; scope is not null; scope = scope.Parent)
        {
            if (FindDynamic(scope, name) is >= 0 and var dynamic)
            {
                value = scope.DynamicVariables![dynamic].Value; // found, so the array is there
                return true;
            }

            if (FindSlot(scope, name) is >= 0 and var slot)
            {
                value = ValueOf(scope, slot);
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The value of a variable whose declaring step is known.</summary>
    public static JsonElement Get(ActivityContext context, GraphNode declaring, int slot) =>
        FindScope(context, declaring) is { } scope ? ValueOf(scope, slot) : default;

    /// <summary>Sets a variable whose declaring step is known.</summary>
    public static void Set(ActivityContext context, GraphNode declaring, int slot, JsonElement value)
    {
        if (FindScope(context, declaring) is { } scope)
        {
            Assign(scope, slot, value);
        }
    }

    public static void Set(ActivityContext context, string name, JsonElement value)
    {
        for (var scope = context; scope is not null; scope = scope.Parent)
        {
            if (FindDynamic(scope, name) is >= 0 and var dynamic)
            {
                // The array may be shared with the work item that brought it: replace, never write into it.
                var copy = (DynamicVariable[])scope.DynamicVariables!.Clone(); // found, so the array is there
                copy[dynamic] = new DynamicVariable(name, value);
                scope.DynamicVariables = copy;
                return;
            }

            if (FindSlot(scope, name) is >= 0 and var slot)
            {
                Assign(scope, slot, value);
                return;
            }
        }

        var container = Container(context);
        container.DynamicVariables = [.. container.DynamicVariables ?? [], new DynamicVariable(name, value)];
    }

    public static bool TrySetById(ActivityContext context, string id, JsonElement value)
    {
        for (var scope = context; scope is not null; scope = scope.Parent)
        {
            var slots = scope.Node.VariableSlots;
            for (var i = 0; i < slots.Length; i++)
            {
                if (slots[i].Id == id)
                {
                    Assign(scope, i, value);
                    return true;
                }
            }

            if (FindDynamic(scope, id) >= 0)
            {
                Set(scope, id, value);
                return true;
            }
        }

        return false;
    }

    /// <summary>The variables that live on one execution.</summary>
    public static IEnumerable<KeyValuePair<string, JsonElement>> Own(ActivityContext context)
    {
        var slots = context.Node?.VariableSlots ?? [];
        for (var i = 0; i < slots.Length; i++)
        {
            yield return KeyValuePair.Create(slots[i].Name, ValueOf(context, i));
        }

        foreach (var variable in context.DynamicVariables ?? [])
        {
            yield return KeyValuePair.Create(variable.Name, variable.Value);
        }
    }

    /// <summary>The variables that an execution's step declares.</summary>
    public static IEnumerable<VariableState> Declared(ActivityContext context)
    {
        var slots = context.Node?.VariableSlots ?? [];
        for (var i = 0; i < slots.Length; i++)
        {
            yield return new VariableState(slots[i].Id, slots[i].Name, ValueOf(context, i), slots[i].IsPersistent);
        }
    }

    /// <summary>Gives an execution the variables that its step declares, at their defaults.</summary>
    public static void Declare(ActivityContext context)
    {
        var slots = context.Node.VariableSlots;
        context.VariableValues = new JsonElement[slots.Length];
        for (var i = 0; i < slots.Length; i++)
        {
            context.VariableValues[i] = slots[i].Default;
        }
    }

    /// <summary>Resets what lives in memory only, which is for one burst (contract §1.1).</summary>
    /// <remarks>Here, and not when the state is read back: so an instance behaves the same whether or not its host kept it in memory.</remarks>
    public static void ForgetMemory(WorkflowInstance instance)
    {
        foreach (var context in ContextTree.From(instance.Root))
        {
            var slots = context.Node.VariableSlots;
            for (var i = 0; i < slots.Length && i < context.VariableValues.Length; i++)
            {
                if (!slots[i].IsPersistent)
                {
                    context.VariableValues[i] = slots[i].Default;
                }
            }
        }
    }

    /// <summary>The nearest execution of a container, where new variables go and where scripts look for named siblings.</summary>
    public static ActivityContext Container(ActivityContext context)
    {
        var scope = context;
        while (!scope.Node.Descriptor.IsContainer && scope.Parent is not null)
        {
            scope = scope.Parent;
        }

        return scope;
    }

    private static ActivityContext? FindScope(ActivityContext context, GraphNode declaring)
    {
        var scope = context;
        while (scope is not null && scope.Node != declaring)
        {
            scope = scope.Parent;
        }

        return scope;
    }

    private static int FindSlot(ActivityContext scope, string name)
    {
        var slots = scope.Node.VariableSlots;
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static int FindDynamic(ActivityContext scope, string name)
    {
        var variables = scope.DynamicVariables;
        for (var i = 0; i < variables?.Length; i++)
        {
            if (variables[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static JsonElement ValueOf(ActivityContext scope, int slot) =>
        slot < scope.VariableValues.Length && scope.VariableValues[slot].IsSet() ? scope.VariableValues[slot] : JsonValues.Null;

    private static void Assign(ActivityContext scope, int slot, JsonElement value)
    {
        ref readonly var variable = ref scope.Node.VariableSlots[slot];
        scope.VariableValues[slot] = ValueConversion.Lenient(value, variable.TypeName, variable.IsArray);
    }
}

using System.Text.Json;
using Hub.Workflows.Activities.Composition;
using Hub.Workflows.Expressions;

namespace Hub.Workflows.Runtime;

/// <summary>Evaluates the inputs of an execution in descriptor order (contract §2.1).</summary>
internal static class InputEvaluation
{
    public static void EvaluateAll(ActivityContext context)
    {
        var node = context.Node;
        if (node.AllInputsConstant)
        {
            context.EvaluatedInputs = node.ConstantInputs;
            context.HasNewInputs = !node.LogPersistence.IsFixed;
            return;
        }

        var inputs = node.Inputs;
        var values = (JsonElement[])node.ConstantInputs.Clone();
        context.EvaluatedInputs = values;
        context.HasNewInputs = true;
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Expression is { } expression && inputs[i].Descriptor.AutoEvaluate)
            {
                values[i] = Evaluate(context, expression, inputs[i].Descriptor.Name);
            }
        }
    }

    /// <summary>Evaluates the inputs that are never stored, of an execution that was read from a store.</summary>
    public static void EvaluateSensitive(ActivityContext context)
    {
        foreach (var input in context.Node.Inputs)
        {
            if (input.Expression is not null && input.Descriptor is { IsSensitive: true, AutoEvaluate: true })
            {
                EvaluateOne(context, input.Descriptor.Name);
            }
        }
    }

    public static JsonElement EvaluateOne(ActivityContext context, string name)
    {
        var inputs = context.Node.Inputs;
        for (var i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Descriptor.Name != name)
            {
                continue;
            }

            if (inputs[i].Expression is not { } expression)
            {
                return inputs[i].Constant;
            }

            var value = Evaluate(context, expression, name);
            if (ReferenceEquals(context.EvaluatedInputs, context.Node.ConstantInputs))
            {
                context.EvaluatedInputs = (JsonElement[])context.EvaluatedInputs.Clone();
            }

            context.EvaluatedInputs[i] = value;
            context.HasNewInputs = true;
            return value;
        }

        throw new InvalidOperationException($"{context.Node.Descriptor.TypeName} has no input {name}.");
    }

    /// <summary>Evaluates an input with an argument (contract §9, <c>args</c>), and keeps nothing of it with the execution.</summary>
    public static JsonElement EvaluateFor(ActivityContext context, string name, ExpressionArgument argument)
    {
        var input = Array.Find(context.Node.Inputs, input => input.Descriptor.Name == name);
        if (input.Expression is null)
        {
            return input.Constant;
        }

        context.Run.Argument = argument;
        try
        {
            return Evaluate(context, input.Expression, name);
        }
        finally
        {
            context.Run.Argument = null;
        }
    }

    private static JsonElement Evaluate(ActivityContext context, CompiledExpression expression, string name)
    {
        // What a definition used as an activity is given comes from around it: its own inputs, called the same, do not exist yet.
        var scope = context.Node.Activity is WorkflowDefinitionActivity ? context.Parent ?? context : context;
        try
        {
            return expression.Evaluate(scope);
        }
        catch (ExpressionFailedException failure)
        {
            throw new ActivityFaultException($"Failed to evaluate activity input '{name}'", failure);
        }
    }
}

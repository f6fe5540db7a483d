using System.Text.Json;
using Hub.Workflows.Activities;
using Hub.Workflows.Expressions;

namespace Hub.Workflows.Graph;

/// <summary>One input of one step: a constant known at compile time, or an expression.</summary>
/// <param name="Descriptor">What the input is.</param>
/// <param name="Constant">The value when <paramref name="Expression"/> is null; not set when neither the step nor the descriptor gives one.</param>
/// <param name="Expression">What to evaluate, or null.</param>
internal readonly record struct CompiledInput(InputDescriptor Descriptor, JsonElement Constant, CompiledExpression? Expression);

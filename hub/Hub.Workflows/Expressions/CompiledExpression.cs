using System.Text.Json;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Expressions;

/// <summary>An expression of a definition, parsed once and evaluated in the scope of an activity. Safe on any thread.</summary>
public abstract class CompiledExpression
{
    /// <summary>Whether the value is the same in every run, so that the compiler may keep it.</summary>
    public virtual bool IsConstant => false;

    /// <summary>Whether it may ask for what earlier steps gave out, so that their outputs must be kept.</summary>
    public virtual bool ReadsOutputs => !IsConstant;

    /// <summary>The value in the scope of an execution, converted to the input's type; not set or JSON null when there is none.</summary>
    /// <exception cref="ExpressionFailedException">The expression failed; the message says what and where, without values.</exception>
    public abstract JsonElement Evaluate(ActivityContext context);
}

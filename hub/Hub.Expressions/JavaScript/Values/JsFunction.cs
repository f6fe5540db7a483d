using Hub.Expressions.JavaScript.Execution;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>Anything that can be called.</summary>
internal abstract class JsFunction(JsObject? prototype) : JsObject(prototype)
{
    public override string ClassName => "Function";

    /// <summary>Whether <c>new</c> may be used.</summary>
    public virtual bool IsConstructor => false;

    public abstract JsValue Call(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments);

    public virtual JsValue Construct(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget) => throw run.TypeError("not a constructor");

    /// <summary>The prototype that an object made by <paramref name="newTarget"/> gets.</summary>
    public static JsObject PrototypeFor(Evaluation run, JsObject newTarget, IntrinsicId otherwise) =>
        newTarget.Get(run, "prototype").ObjectOrNull ?? run.Intrinsic(otherwise);
}

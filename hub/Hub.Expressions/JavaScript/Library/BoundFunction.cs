using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>What <c>bind</c> gives.</summary>
internal sealed class BoundFunction(JsFunction target, JsValue self, JsValue[] first) : JsFunction(target.Prototype)
{
    public JsFunction Target => target;

    public override bool IsConstructor => target.IsConstructor;

    public override JsValue Call(Evaluation run, JsValue ignoredSelf, ReadOnlySpan<JsValue> arguments)
    {
        run.EnterCall();
        var result = target.Call(run, self, [.. first, .. arguments]);
        run.LeaveCall();
        return result;
    }

    public override JsValue Construct(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget) =>
        target.Construct(run, [.. first, .. arguments], ReferenceEquals(newTarget, this) ? target : newTarget);
}

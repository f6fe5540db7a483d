using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary><c>a.b</c>; remembers where the property was found last time.</summary>
internal sealed class NamedMemberCode(ExpressionCode target, PropertyKey key, bool isOptional, int position) : ExpressionCode
{
    private readonly bool isLength = key.Text == "length";
    private int hint;
    private MethodSite? site;

    public override JsValue Evaluate(Frame frame) => EvaluateCallee(frame, out _);

    public override JsValue EvaluateCallee(Frame frame, out JsValue self)
    {
        self = target.Evaluate(frame);
        return Read(frame.Run, self);
    }

    /// <summary>As <see cref="EvaluateCallee"/>, but a method of the standard library on a text, number or array may come as its code alone.</summary>
    public JsValue EvaluateMethod(Frame frame, out JsValue self, out NativeCode? code)
    {
        self = target.Evaluate(frame);
        var run = frame.Run;
        if (!run.ChainBroken && HolderOf(run, self) is { } prototype && prototype.TryGetCode(key, ref site, out code))
        {
            run.Step();
            return default;
        }

        code = null;
        return Read(run, self);
    }

    private static IntrinsicObject? HolderOf(Evaluation run, JsValue self) => self.Kind switch
    {
        JsKind.String => (IntrinsicObject)run.Intrinsic(IntrinsicId.StringPrototype),
        JsKind.Number => (IntrinsicObject)run.Intrinsic(IntrinsicId.NumberPrototype),
        JsKind.Object when self.AsObject is JsArray array && array.IsOrdinary(run) => (IntrinsicObject)run.Intrinsic(IntrinsicId.ArrayPrototype),
        _ => null,
    };

    private JsValue Read(Evaluation run, JsValue self)
    {
        run.Step();
        if (run.ChainBroken)
        {
            return default;
        }

        if (self.ObjectOrNull is { } holder)
        {
            if (holder is JsArray array)
            {
                return isLength ? (double)array.Length : array.Get(run, key, self);
            }

            // A stale hint from another thread is only a slower look-up.
            return holder.GetNamed(run, key, ref hint);
        }

        if (isOptional && self.IsNullish)
        {
            run.ChainBroken = true;
            return default;
        }

        return Members.Get(run, self, key, position);
    }
}

/// <summary><c>a[b]</c>.</summary>
internal sealed class ComputedMemberCode(ExpressionCode target, ExpressionCode key, bool isOptional, int position) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame) => EvaluateCallee(frame, out _);

    public override JsValue EvaluateCallee(Frame frame, out JsValue self)
    {
        self = target.Evaluate(frame);
        var run = frame.Run;
        run.Step();
        if (run.ChainBroken)
        {
            return default;
        }

        if (isOptional && self.IsNullish)
        {
            run.ChainBroken = true;
            return default;
        }

        return Members.GetComputed(run, self, key.Evaluate(frame), position);
    }
}

/// <summary>The end of an optional chain: a link found missing made the rest of it do nothing.</summary>
internal sealed class OptionalChainCode(ExpressionCode chain) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame) => EvaluateCallee(frame, out _);

    public override JsValue EvaluateCallee(Frame frame, out JsValue self)
    {
        var value = chain.EvaluateCallee(frame, out self);
        if (!frame.Run.ChainBroken)
        {
            return value;
        }

        frame.Run.ChainBroken = false;
        self = default;
        return default;
    }
}

internal sealed class SuperMemberCode(PropertyKey key, ExpressionCode? computed) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame) => EvaluateCallee(frame, out _);

    public override JsValue EvaluateCallee(Frame frame, out JsValue self)
    {
        self = ThisCode.Read(frame);
        var name = computed?.Evaluate(frame) ?? JsValue.Empty;
        var holder = frame.Function!.SuperHolder ?? throw ScriptFunction.NoSuper(frame.Run);
        return holder.Get(frame.Run, computed is null ? key : Coerce.ToKey(frame.Run, name), self);
    }
}

internal sealed class DeleteMemberCode(ExpressionCode target, PropertyKey key, ExpressionCode? computed, bool isOptional) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        var run = frame.Run;
        var holder = target.Evaluate(frame);
        if (run.ChainBroken || (isOptional && holder.IsNullish))
        {
            run.ChainBroken = false;
            return true;
        }

        var name = computed is null ? key : Coerce.ToKey(run, computed.Evaluate(frame));
        return Coerce.ToObject(run, holder).Delete(run, name) ? true : throw run.TypeError($"Cannot delete property '{name}'");
    }
}

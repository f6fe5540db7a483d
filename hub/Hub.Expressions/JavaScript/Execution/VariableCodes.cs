using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

internal sealed class LocalCode(int slot) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame) => frame.Locals[slot];
}

/// <summary>A local that may be read before its declaration ran.</summary>
internal sealed class CheckedLocalCode(int slot, string name, int position) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        var value = frame.Locals[slot];
        return value.IsEmpty ? throw frame.Run.DeadZone(name, position) : value;
    }
}

internal sealed class HeapCode(int hops, int slot, string name, int position) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        var value = frame.HeapAt(hops).Slots[slot];
        return value.IsEmpty ? throw frame.Run.DeadZone(name, position) : value;
    }
}

/// <summary>A name that the script does not declare: the host's, the standard library's, or one assigned without declaration.</summary>
internal sealed class GlobalCode(int index, string name, int position) : ExpressionCode
{
    public string Name => name;

    public override JsValue Evaluate(Frame frame)
    {
        var run = frame.Run;
        run.Position = position;
        return run.TryGetGlobal(index, out var value) ? value : throw run.ReferenceError($"{name} is not defined");
    }

    public JsValue EvaluateOrUndefined(Frame frame) => frame.Run.TryGetGlobal(index, out var value) ? value : JsValue.Undefined;
}

internal sealed class LocalTarget(int slot, string name, bool isChecked, int position) : TargetCode
{
    public override JsValue Read(Frame frame, ref Place place)
    {
        var value = frame.Locals[slot];
        return value.IsEmpty ? throw frame.Run.DeadZone(name, position) : value;
    }

    public override void Write(Frame frame, in Place place, JsValue value)
    {
        if (isChecked && frame.Locals[slot].IsEmpty)
        {
            throw frame.Run.DeadZone(name, position);
        }

        frame.Locals[slot] = value;
    }
}

internal sealed class HeapTarget(int hops, int slot, string name, bool isChecked, int position) : TargetCode
{
    public override JsValue Read(Frame frame, ref Place place)
    {
        var value = frame.HeapAt(hops).Slots[slot];
        return value.IsEmpty ? throw frame.Run.DeadZone(name, position) : value;
    }

    public override void Write(Frame frame, in Place place, JsValue value)
    {
        ref var target = ref frame.HeapAt(hops).Slots[slot];
        if (isChecked && target.IsEmpty)
        {
            throw frame.Run.DeadZone(name, position);
        }

        target = value;
    }
}

/// <summary>A constant: it can be read for <c>+=</c>, and refuses the write.</summary>
internal sealed class ConstantTarget(ExpressionCode read, int position) : TargetCode
{
    public override JsValue Read(Frame frame, ref Place place) => read.Evaluate(frame);

    public override void Write(Frame frame, in Place place, JsValue value)
    {
        read.Evaluate(frame);
        frame.Run.Position = position;
        throw frame.Run.TypeError("Assignment to constant variable.");
    }
}

internal sealed class GlobalTarget(int index, string name, int position) : TargetCode
{
    public override JsValue Read(Frame frame, ref Place place) =>
        frame.Run.TryGetGlobal(index, out var value) ? value : throw frame.Run.ReferenceError($"{name} is not defined");

    public override void Write(Frame frame, in Place place, JsValue value)
    {
        frame.Run.Position = position;
        frame.Run.SetGlobal(index, name, value);
    }
}

/// <summary>Where a top-level function of a standard script goes.</summary>
internal sealed class GlobalFunctionTarget(string name) : TargetCode
{
    public override JsValue Read(Frame frame, ref Place place) => throw new InvalidOperationException("A declaration is only written.");

    public override void Write(Frame frame, in Place place, JsValue value) => frame.Run.DeclareGlobal(name, value, replaces: true);
}

internal sealed class MemberTarget(ExpressionCode target, PropertyKey key, ExpressionCode? computed, int position) : TargetCode
{
    public override void Find(Frame frame, out Place place)
    {
        place.Target = target.Evaluate(frame);
        place.Key = key;
        place.Name = computed is null ? JsValue.Empty : computed.Evaluate(frame);
    }

    public override JsValue Read(Frame frame, ref Place place)
    {
        if (place.Target.IsNullish)
        {
            frame.Run.Position = position;
            throw frame.Run.TypeError($"Cannot read properties of {Coerce.ToText(frame.Run, place.Target)}");
        }

        place.Settle(frame.Run);
        return Members.Get(frame.Run, place.Target, place.Key, position);
    }

    public override void Write(Frame frame, in Place place, JsValue value)
    {
        var run = frame.Run;
        if (place.Name.IsEmpty)
        {
            Members.Put(run, place.Target, place.Key, value, position);
            return;
        }

        if (place.Name.IsNumber && place.Target.ObjectOrNull is JsArray array && (uint)place.Name.AsNumber is var index && index == place.Name.AsNumber
            && array.TryReplaceElement(run, index, value))
        {
            return;
        }

        if (place.Target.IsNullish)
        {
            run.Position = position;
            throw run.TypeError($"Cannot set properties of {Coerce.ToText(run, place.Target)}");
        }

        Members.Put(run, place.Target, Coerce.ToKey(run, place.Name), value, position);
    }
}

/// <summary><c>super.a</c> and <c>super[a]</c>: <c>this</c> and the holder are fixed before the key is turned into one (§13.3.7).</summary>
internal sealed class SuperTarget(PropertyKey key, ExpressionCode? computed) : TargetCode
{
    public override void Find(Frame frame, out Place place)
    {
        ThisCode.Read(frame);
        place.Key = key;
        place.Name = computed is null ? JsValue.Empty : computed.Evaluate(frame);
        place.Target = JsValue.FromNullable(frame.Function!.SuperHolder); // super stands in methods only
    }

    public override JsValue Read(Frame frame, ref Place place)
    {
        var holder = place.Target.ObjectOrNull ?? throw ScriptFunction.NoSuper(frame.Run);
        place.Settle(frame.Run);
        return holder.Get(frame.Run, place.Key, ThisCode.Read(frame));
    }

    public override void Write(Frame frame, in Place place, JsValue value)
    {
        var holder = place.Target.ObjectOrNull ?? throw ScriptFunction.NoSuper(frame.Run);
        var settled = place;
        settled.Settle(frame.Run);
        if (!holder.Set(frame.Run, settled.Key, value, ThisCode.Read(frame)))
        {
            throw frame.Run.TypeError($"Cannot assign to read only property '{settled.Key}'");
        }
    }
}

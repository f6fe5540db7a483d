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
    public override JsValue Read(Frame frame, in Place place)
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
    public override JsValue Read(Frame frame, in Place place)
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
    public override JsValue Read(Frame frame, in Place place) => read.Evaluate(frame);

    public override void Write(Frame frame, in Place place, JsValue value)
    {
        read.Evaluate(frame);
        frame.Run.Position = position;
        throw frame.Run.TypeError("Assignment to constant variable.");
    }
}

internal sealed class GlobalTarget(int index, string name, int position) : TargetCode
{
    public override JsValue Read(Frame frame, in Place place) =>
        frame.Run.TryGetGlobal(index, out var value) ? value : throw frame.Run.ReferenceError($"{name} is not defined");

    public override void Write(Frame frame, in Place place, JsValue value)
    {
        frame.Run.Position = position;
        frame.Run.SetGlobal(index, name, value);
    }
}

internal sealed class MemberTarget(ExpressionCode target, PropertyKey key, ExpressionCode? computed, int position) : TargetCode
{
    public override void Find(Frame frame, out Place place)
    {
        var holder = target.Evaluate(frame);
        if (computed is null)
        {
            place = new Place(holder, key);
            return;
        }

        var name = computed.Evaluate(frame);
        if (holder.IsNullish)
        {
            frame.Run.Position = position;
            throw frame.Run.TypeError($"Cannot set properties of {Coerce.ToText(frame.Run, holder)}");
        }

        place = new Place(holder, Coerce.ToKey(frame.Run, name));
    }

    public override JsValue Read(Frame frame, in Place place) => Members.Get(frame.Run, place.Target, place.Key, position);

    public override void Write(Frame frame, in Place place, JsValue value) => Members.Put(frame.Run, place.Target, place.Key, value, position);
}

internal sealed class SuperTarget(PropertyKey key, ExpressionCode? computed) : TargetCode
{
    public override void Find(Frame frame, out Place place) =>
        place = new Place(frame.This, computed is null ? key : Coerce.ToKey(frame.Run, computed.Evaluate(frame)));

    public override JsValue Read(Frame frame, in Place place) =>
        frame.Function!.SuperHolder(frame.Run).Get(frame.Run, place.Key, frame.This);

    public override void Write(Frame frame, in Place place, JsValue value)
    {
        if (!frame.Function!.SuperHolder(frame.Run).Set(frame.Run, place.Key, value, frame.This))
        {
            throw frame.Run.TypeError($"Cannot assign to read only property '{place.Key}'");
        }
    }
}

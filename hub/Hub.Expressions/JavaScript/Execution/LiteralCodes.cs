using System.Text;
using Hub.Expressions.JavaScript.Library;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

internal sealed class ConstantCode(JsValue value) : ExpressionCode
{
    public JsValue Value => value;

    public override JsValue Evaluate(Frame frame) => value;
}

internal sealed class ThisCode : ExpressionCode
{
    public override JsValue Evaluate(Frame frame) => Read(frame);

    public static JsValue Read(Frame frame) =>
        !frame.This.IsEmpty ? frame.This
        : frame.Constructor is { This.IsEmpty: false } around ? around.This
        : throw frame.Run.ReferenceError("Must call super constructor before accessing 'this'");
}

internal sealed class NewTargetCode : ExpressionCode
{
    public override JsValue Evaluate(Frame frame) => JsValue.FromNullable(frame.NewTarget);
}

internal sealed class TemplateCode(string[] parts, ExpressionCode[] values) : ExpressionCode
{
    private const int CopiedAtOnce = 1024;

    private readonly long fixedLength = parts.Sum(static part => (long)part.Length);

    public override JsValue Evaluate(Frame frame)
    {
        var run = frame.Run;
        var texts = new JsValue[values.Length];
        var length = fixedLength;
        for (var i = 0; i < values.Length; i++)
        {
            texts[i] = Coerce.ToStringValue(run, values[i].Evaluate(frame));
            length += texts[i].StringLength;
        }

        return length <= CopiedAtOnce ? CopyAll(run, texts, (int)length) : JoinAll(run, texts);
    }

    private JsValue CopyAll(Evaluation run, JsValue[] texts, int length)
    {
        run.Charge(48 + (texts.Length * 16) + (length * 2));
        return string.Create(length, (parts, texts), static (target, source) =>
        {
            for (var i = 0; i < source.texts.Length; i++)
            {
                source.parts[i].CopyTo(target);
                target = target[source.parts[i].Length..];
                var text = source.texts[i].AsString;
                text.CopyTo(target);
                target = target[text.Length..];
            }

            source.parts[^1].CopyTo(target);
        });
    }

    /// <summary>Long texts are joined lazily, so that a loop that grows one stays linear.</summary>
    private JsValue JoinAll(Evaluation run, JsValue[] texts)
    {
        JsValue text = parts[0];
        for (var i = 0; i < texts.Length; i++)
        {
            text = Coerce.Concat(run, Coerce.Concat(run, text, texts[i]), parts[i + 1]);
        }

        return text;
    }
}

internal sealed class RegExpCode(string pattern, string flags) : ExpressionCode
{
    private readonly PatternSite site = new();

    public override JsValue Evaluate(Frame frame) => new JsRegExp(frame.Run, frame.Run.Intrinsic(IntrinsicId.RegExpPrototype), pattern, flags, site);
}

internal sealed class ArrayCode(ExpressionCode?[] elements, bool hasSpread) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        var run = frame.Run;
        if (hasSpread)
        {
            return EvaluateSpread(frame);
        }

        var values = elements.Length == 0 ? [] : new JsValue[elements.Length];
        for (var i = 0; i < elements.Length; i++)
        {
            values[i] = elements[i]?.Evaluate(frame) ?? JsValue.Empty;
        }

        return new JsArray(run, values, values.Length);
    }

    private JsArray EvaluateSpread(Frame frame)
    {
        var list = new List<JsValue>();
        foreach (var element in elements)
        {
            if (element is SpreadCode spread)
            {
                spread.AppendTo(frame, list);
            }
            else
            {
                list.Add(element?.Evaluate(frame) ?? JsValue.Empty);
            }
        }

        return new JsArray(frame.Run, [.. list], list.Count);
    }
}

/// <summary>How one member of an object literal is made.</summary>
internal abstract class MemberCode
{
    public abstract void Define(Frame frame, JsObject target);
}

internal sealed class ObjectCode(MemberCode[] members) : ExpressionCode
{
    /// <summary>Whether each member has a name of its own and a value, so that none needs to be looked for.</summary>
    private readonly bool isPlain = members.All(static member => member is ValueMemberCode)
        && members.OfType<ValueMemberCode>().DistinctBy(static member => member.Key).Count() == members.Length;

    public override JsValue Evaluate(Frame frame)
    {
        var run = frame.Run;
        if (isPlain)
        {
            run.Charge(64 + (members.Length * 88));
            var plain = new PlainObject(run.Intrinsic(IntrinsicId.ObjectPrototype), members.Length);
            foreach (var member in members)
            {
                var value = (ValueMemberCode)member;
                plain.Add(value.Key, value.Evaluate(frame));
            }

            return plain;
        }

        var made = run.NewObject(members.Length);
        foreach (var member in members)
        {
            member.Define(frame, made);
        }

        return made;
    }
}

/// <summary><c>key: value</c> with a fixed key.</summary>
internal sealed class ValueMemberCode(PropertyKey key, ExpressionCode value) : MemberCode
{
    public PropertyKey Key => key;

    public JsValue Evaluate(Frame frame) => value.Evaluate(frame);

    public override void Define(Frame frame, JsObject target) => target.PutOwn(frame.Run, key, value.Evaluate(frame), PropertyFlags.All);
}

internal sealed class ComputedMemberNameCode(ExpressionCode key, ExpressionCode value, bool namesValue) : MemberCode
{
    public override void Define(Frame frame, JsObject target)
    {
        var name = Coerce.ToKey(frame.Run, key.Evaluate(frame));
        var made = value.Evaluate(frame);
        if (namesValue && made.ObjectOrNull is ScriptFunction function)
        {
            function.SetName(frame.Run, name, string.Empty);
        }

        target.CreateData(frame.Run, name, made);
    }
}

internal sealed class PrototypeMemberCode(ExpressionCode value) : MemberCode
{
    public override void Define(Frame frame, JsObject target)
    {
        var prototype = value.Evaluate(frame);
        if (prototype.IsObject || prototype.IsNull)
        {
            target.SetPrototype(prototype.ObjectOrNull);
        }
    }
}

internal sealed class SpreadMemberCode(ExpressionCode source) : MemberCode
{
    public override void Define(Frame frame, JsObject target) => ObjectLibrary.CopyData(frame.Run, source.Evaluate(frame), target, []);
}

/// <summary>A method, getter or setter of a literal or class.</summary>
internal sealed class MethodMemberCode(PropertyKey key, ExpressionCode? computed, FunctionCode function, Syntax.MemberKind kind, PropertyFlags flags) : MemberCode
{
    public override void Define(Frame frame, JsObject target)
    {
        var run = frame.Run;
        var name = computed is null ? key : Coerce.ToKey(run, computed.Evaluate(frame));
        var made = new ScriptFunction(frame, function) { Home = target };
        if (computed is not null || name.IsSymbol || kind != Syntax.MemberKind.Method)
        {
            made.SetName(run, name, kind switch { Syntax.MemberKind.Getter => "get ", Syntax.MemberKind.Setter => "set ", _ => string.Empty });
        }

        var change = kind switch
        {
            Syntax.MemberKind.Getter => new PropertyChange(null, made, null, null, (flags & PropertyFlags.Enumerable) != 0, true),
            Syntax.MemberKind.Setter => new PropertyChange(null, null, made, null, (flags & PropertyFlags.Enumerable) != 0, true),
            _ => PropertyChange.Full(made, flags),
        };
        if (!target.DefineOwn(run, name, change))
        {
            throw run.TypeError($"Cannot redefine property: {name}");
        }
    }
}

internal sealed class FunctionExpressionCode(FunctionCode function, int ownNameSlot, bool ownNameOnHeap) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        if (!ownNameOnHeap)
        {
            return new ScriptFunction(frame, function);
        }

        var around = frame.Heap;
        frame.Heap = new HeapScope(around, 1);
        var made = new ScriptFunction(frame, function);
        frame.Heap.Slots[ownNameSlot] = made;
        frame.Heap = around;
        return made;
    }
}

using System.Runtime.CompilerServices;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>Room for a few arguments on the stack, so that most calls allocate nothing.</summary>
[InlineArray(4)]
internal struct FewArguments
{
    private JsValue first;
}

/// <summary>Evaluates arguments and calls; knows how to say what could not be called.</summary>
internal sealed class ArgumentsCode(ExpressionCode[] items, bool hasSpread)
{
    public JsValue Call(Frame frame, JsFunction function, JsValue self, int position) => Call(frame, function, null, self, position);

    /// <summary>Calls a method of the standard library that has no function object.</summary>
    public JsValue Call(Frame frame, NativeCode code, JsValue self, int position) => Call(frame, null, code, self, position);

    private JsValue Call(Frame frame, JsFunction? function, NativeCode? code, JsValue self, int position)
    {
        var run = frame.Run;
        if (items.Length > 4 || hasSpread)
        {
            var many = EvaluateAll(frame);
            run.Position = position;
            return code is null ? function!.Call(run, self, many) : code(run, self, many); // one of both, see above
        }

        var few = default(FewArguments);
        for (var i = 0; i < items.Length; i++)
        {
            few[i] = items[i].Evaluate(frame);
        }

        run.Position = position;
        var arguments = ((ReadOnlySpan<JsValue>)few)[..items.Length];
        return code is null ? function!.Call(run, self, arguments) : code(run, self, arguments);
    }

    public JsValue[] EvaluateAll(Frame frame)
    {
        var run = frame.Run;
        run.Charge(24 + (items.Length * 16));
        if (!hasSpread)
        {
            var values = new JsValue[items.Length];
            for (var i = 0; i < items.Length; i++)
            {
                values[i] = items[i].Evaluate(frame);
            }

            return values;
        }

        var list = new List<JsValue>(items.Length);
        foreach (var item in items)
        {
            if (item is SpreadCode spread)
            {
                spread.AppendTo(frame, list);
            }
            else
            {
                list.Add(item.Evaluate(frame));
            }
        }

        return [.. list];
    }
}

internal sealed class SpreadCode(ExpressionCode source, bool isDirect) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame) => throw new InvalidOperationException("A spread is read by the list around it.");

    public void AppendTo(Frame frame, List<JsValue> list)
    {
        var run = frame.Run;
        var items = source.Evaluate(frame);
        if (isDirect && items.ObjectOrNull is JsArray array && array.TryGetRow(run, out var row))
        {
            run.Charge(row.Length * 16L);
            list.AddRange(row);
            return;
        }

        var iteration = Iteration.Over(run, items);
        while (iteration.MoveNext(run, out var value))
        {
            run.Step();
            run.Charge(16);
            list.Add(value);
        }
    }
}

internal sealed class CallCode(ExpressionCode callee, ArgumentsCode arguments, bool isOptional, string shownCallee, int position) : ExpressionCode
{
    private readonly NamedMemberCode? method = callee as NamedMemberCode;

    public override JsValue Evaluate(Frame frame)
    {
        var run = frame.Run;
        run.Step();
        NativeCode? code = null;
        var function = method is null ? callee.EvaluateCallee(frame, out var self) : method.EvaluateMethod(frame, out self, out code);
        if (code is not null)
        {
            return arguments.Call(frame, code, self, position);
        }

        if (run.ChainBroken)
        {
            return default;
        }

        if (function.FunctionOrNull is { } callable)
        {
            return arguments.Call(frame, callable, self, position);
        }

        if (isOptional && function.IsNullish)
        {
            run.ChainBroken = true;
            return default;
        }

        arguments.EvaluateAll(frame);
        run.Position = position;
        throw run.TypeError($"{shownCallee} is not a function");
    }
}

internal sealed class NewCode(ExpressionCode callee, ArgumentsCode arguments, string shownCallee, int position) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        var run = frame.Run;
        run.Step();
        var target = callee.Evaluate(frame);
        var values = arguments.EvaluateAll(frame);
        run.Position = position;
        return target.FunctionOrNull is { IsConstructor: true } constructor
            ? constructor.Construct(run, values, constructor)
            : throw run.TypeError($"{shownCallee} is not a constructor");
    }
}

internal sealed class SuperCallCode(ArgumentsCode arguments, int position) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        var run = frame.Run;
        var parent = frame.Function!.Prototype as JsFunction;
        var values = arguments.EvaluateAll(frame);
        run.Position = position;
        if (parent is not { IsConstructor: true })
        {
            throw run.TypeError("Super constructor is not a constructor");
        }

        var made = parent.Construct(run, values, frame.NewTarget!);
        if (!frame.This.IsEmpty || frame.Constructor is { This.IsEmpty: false })
        {
            throw run.ReferenceError("Super constructor may only be called once");
        }

        frame.This = made;
        if (frame.Constructor is not null)
        {
            frame.Constructor.This = made;
        }

        frame.Function.InitializeFields(run, made.AsObject);
        return made;
    }
}

internal sealed class TaggedTemplateCode(ExpressionCode tag, (string? Cooked, string Raw)[] parts, ExpressionCode[] values, int position) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        var run = frame.Run;
        var function = tag.EvaluateCallee(frame, out var self);
        var arguments = new JsValue[values.Length + 1];
        arguments[0] = run.TemplateObject(this, parts);
        for (var i = 0; i < values.Length; i++)
        {
            arguments[i + 1] = values[i].Evaluate(frame);
        }

        run.Position = position;
        return function.FunctionOrNull?.Call(run, self, arguments) ?? throw run.TypeError("The tag is not a function");
    }
}

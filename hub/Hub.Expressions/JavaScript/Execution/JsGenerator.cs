using Hub.Expressions.JavaScript.Library;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>The object that a generator function gives: runs the body from one yield to the next.</summary>
internal sealed class JsGenerator : JsObject
{
    private readonly Coroutine coroutine;
    private State state = State.Fresh;

    public JsGenerator(Evaluation run, JsObject prototype, Frame frame, ScriptFunction function)
        : base(prototype)
    {
        run.Charge(256);
        coroutine = Coroutine.Create(run, frame, () => function.RunBody(frame));
    }

    private enum State
    {
        Fresh,
        Paused,
        Running,
        Over,
    }

    public override string ClassName => "Generator";

    public JsValue Continue(Evaluation run, Wake kind, JsValue value)
    {
        if (state == State.Running)
        {
            throw run.TypeError("Generator is already running");
        }

        if (state == State.Fresh && kind != Wake.Next)
        {
            state = State.Over;
        }

        if (state == State.Over)
        {
            return kind == Wake.Throw ? throw new JsThrow(value, run.Position) : IteratorLibrary.Result(run, kind == Wake.Return ? value : JsValue.Undefined, isDone: true);
        }

        state = State.Running;
        var (pause, result) = coroutine.Resume(kind, value);
        state = pause is Pause.Yield or Pause.YieldResult ? State.Paused : State.Over;
        return pause == Pause.Threw ? throw new JsThrow(result, run.Position)
            : pause == Pause.YieldResult ? result
            : IteratorLibrary.Result(run, result, pause == Pause.Done);
    }
}

internal sealed class AwaitCode(ExpressionCode value) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        frame.Run.Step();
        return Coroutine.Await(frame, value.Evaluate(frame));
    }
}

internal sealed class YieldCode(ExpressionCode? value) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        frame.Run.Step();
        var given = value?.Evaluate(frame) ?? JsValue.Undefined;
        return frame.Coroutine!.Suspend(Pause.Yield, given);
    }
}

/// <summary><c>yield*</c>: hands through what another iterable gives, and what the caller sends (§15.5.5).</summary>
internal sealed class YieldAllCode(ExpressionCode source) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        var run = frame.Run;
        var items = source.Evaluate(frame);
        var method = items.IsNullish ? null : Members.Get(run, items, JsSymbol.Iterator, run.Position).FunctionOrNull;
        var iterator = (method ?? throw run.TypeError("yield* needs an iterable")).Call(run, items, []).ObjectOrNull ?? throw run.TypeError("Result of the Symbol.iterator method is not an object");
        var next = iterator.Get(run, "next").FunctionOrNull ?? throw run.TypeError("iterator.next is not a function");
        var (kind, sent) = (Wake.Next, JsValue.Undefined);
        while (true)
        {
            run.Step();
            var step = Forward(run, iterator, next, kind, sent);
            if (Coerce.ToBoolean(step.Get(run, "done")))
            {
                var result = step.Get(run, "value");
                return kind == Wake.Return ? throw new CoroutineReturn(result) : result;
            }

            try
            {
                (kind, sent) = (Wake.Next, frame.Coroutine!.Suspend(Pause.YieldResult, step));
            }
            catch (JsThrow thrown)
            {
                (kind, sent) = (Wake.Throw, thrown.Value);
            }
            catch (CoroutineReturn returned)
            {
                (kind, sent) = (Wake.Return, returned.Value);
            }
        }
    }

    private static JsObject Forward(Evaluation run, JsObject iterator, JsFunction next, Wake kind, JsValue sent)
    {
        var function = kind == Wake.Next ? next : iterator.Get(run, kind == Wake.Throw ? "throw" : "return").FunctionOrNull;
        if (function is null)
        {
            if (kind == Wake.Return)
            {
                throw new CoroutineReturn(sent);
            }

            Iteration.From(run, iterator).Close(run);
            throw run.TypeError("The iterator does not provide a 'throw' method");
        }

        return function.Call(run, iterator, [sent]).ObjectOrNull ?? throw run.TypeError("Iterator result is not an object");
    }
}

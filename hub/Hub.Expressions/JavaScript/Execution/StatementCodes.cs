using System.Runtime.ExceptionServices;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

internal sealed class EmptyCode : StatementCode
{
    public override Flow Execute(Frame frame) => Flow.Normal;
}

internal sealed class ExpressionStatementCode(ExpressionCode value, bool keepsResult, int position) : StatementCode
{
    public override Flow Execute(Frame frame)
    {
        frame.Run.Step();
        frame.Run.Position = position;
        var result = value.Evaluate(frame);
        if (keepsResult)
        {
            frame.Result = result;
        }

        return Flow.Normal;
    }
}

/// <summary>A declaration: gives its first value to a name or pattern.</summary>
internal sealed class DeclareCode(PatternCode target, ExpressionCode? value, int position) : StatementCode
{
    public override Flow Execute(Frame frame)
    {
        frame.Run.Step();
        frame.Run.Position = position;
        target.Bind(frame, value?.Evaluate(frame) ?? JsValue.Undefined);
        return Flow.Normal;
    }
}

/// <summary>What entering a scope does: makes its heap variables, closes its dead zones, creates its functions.</summary>
internal sealed class ScopeCode(int heapSize, int[] deadLocals, int[] deadHeap, (TargetCode Target, FunctionCode Function)[] functions)
{
    public bool IsEmpty => heapSize == 0 && deadLocals.Length == 0 && functions.Length == 0;

    public bool HasHeap => heapSize > 0;

    public void Enter(Frame frame)
    {
        if (heapSize > 0)
        {
            frame.Run.Charge(56 + (heapSize * 16));
            frame.Heap = new HeapScope(frame.Heap, heapSize);
            foreach (var slot in deadHeap)
            {
                frame.Heap.Slots[slot] = JsValue.Empty;
            }
        }

        foreach (var slot in deadLocals)
        {
            frame.Locals[slot] = JsValue.Empty;
        }

        foreach (var (target, function) in functions)
        {
            target.Write(frame, default, new ScriptFunction(frame, function));
        }
    }
}

internal sealed class BlockCode(ScopeCode scope, StatementCode[] body) : StatementCode
{
    public override Flow Execute(Frame frame)
    {
        frame.Run.Step();
        var around = frame.Heap;
        scope.Enter(frame);
        var flow = Run(frame, body);
        frame.Heap = around;
        return flow;
    }

    public static Flow Run(Frame frame, StatementCode[] body)
    {
        foreach (var statement in body)
        {
            var flow = statement.Execute(frame);
            if (flow != Flow.Normal)
            {
                return flow;
            }
        }

        return Flow.Normal;
    }
}

internal sealed class IfCode(ExpressionCode test, StatementCode then, StatementCode? otherwise, bool keepsResult) : StatementCode
{
    public override Flow Execute(Frame frame)
    {
        frame.Run.Step();
        var isTrue = Coerce.ToBoolean(test.Evaluate(frame));
        if (keepsResult)
        {
            frame.Result = JsValue.Undefined;
        }

        return isTrue ? then.Execute(frame) : otherwise?.Execute(frame) ?? Flow.Normal;
    }
}

internal sealed class ReturnCode(ExpressionCode? value) : StatementCode
{
    public override Flow Execute(Frame frame)
    {
        frame.Run.Step();
        frame.Result = value?.Evaluate(frame) ?? JsValue.Undefined;
        return Flow.Return;
    }
}

internal sealed class JumpCode(bool isBreak, int label) : StatementCode
{
    public override Flow Execute(Frame frame)
    {
        frame.JumpLabel = label;
        return isBreak ? Flow.Break : Flow.Continue;
    }
}

internal sealed class LabelCode(int label, StatementCode body) : StatementCode
{
    public override Flow Execute(Frame frame)
    {
        var flow = body.Execute(frame);
        if (flow == Flow.Break && frame.JumpLabel == label)
        {
            frame.JumpLabel = 0;
            return Flow.Normal;
        }

        return flow;
    }
}

internal sealed class ThrowCode(ExpressionCode value, int position) : StatementCode
{
    public override Flow Execute(Frame frame)
    {
        frame.Run.Step();
        var thrown = value.Evaluate(frame);
        throw new JsThrow(thrown, position);
    }
}

internal sealed class TryCode(StatementCode block, ScopeCode? catchScope, PatternCode? parameter, StatementCode? handler, StatementCode? last, bool keepsResult) : StatementCode
{
    public override Flow Execute(Frame frame)
    {
        var run = frame.Run;
        run.Step();
        var (heap, depth) = (frame.Heap, run.Depth);
        if (keepsResult)
        {
            frame.Result = JsValue.Undefined;
        }

        if (last is null)
        {
            return ExecuteWithHandler(frame, heap, depth);
        }

        var flow = Flow.Normal;
        Exception? pending = null;
        try
        {
            flow = handler is null ? block.Execute(frame) : ExecuteWithHandler(frame, heap, depth);
        }
        catch (Exception thrown) when (thrown is JsThrow or CoroutineReturn)
        {
            pending = thrown;
            Recover(frame, heap, depth);
        }

        // The finally block only replaces the outcome when it ends by jumping, returning or throwing itself.
        var (result, label) = (frame.Result, frame.JumpLabel);
        var lastFlow = last.Execute(frame);
        if (lastFlow != Flow.Normal)
        {
            return lastFlow;
        }

        if (pending is not null)
        {
            ExceptionDispatchInfo.Throw(pending);
        }

        (frame.Result, frame.JumpLabel) = (result, label);
        return flow;
    }

    private Flow ExecuteWithHandler(Frame frame, HeapScope? heap, int depth)
    {
        JsThrow caught;
        try
        {
            return block.Execute(frame);
        }
        catch (JsThrow thrown)
        {
            caught = thrown;
        }

        Recover(frame, heap, depth);
        if (keepsResult)
        {
            frame.Result = JsValue.Undefined;
        }

        catchScope!.Enter(frame);
        parameter?.Bind(frame, caught.Value);
        var flow = handler!.Execute(frame);
        frame.Heap = heap;
        return flow;
    }

    private static void Recover(Frame frame, HeapScope? heap, int depth)
    {
        frame.Heap = heap;
        frame.Run.Depth = depth;
        frame.Run.ChainBroken = false;
    }
}

internal sealed class SwitchCode(ScopeCode scope, ExpressionCode value, (ExpressionCode? Test, StatementCode[] Body)[] cases, bool keepsResult) : StatementCode
{
    public override Flow Execute(Frame frame)
    {
        frame.Run.Step();
        var subject = value.Evaluate(frame);
        if (keepsResult)
        {
            frame.Result = JsValue.Undefined;
        }

        var around = frame.Heap;
        scope.Enter(frame);
        var flow = RunFrom(frame, Choose(frame, subject));
        frame.Heap = around;
        if (flow == Flow.Break && frame.JumpLabel == 0)
        {
            return Flow.Normal;
        }

        return flow;
    }

    private int Choose(Frame frame, JsValue subject)
    {
        for (var i = 0; i < cases.Length; i++)
        {
            if (cases[i].Test is { } test && Coerce.StrictEquals(subject, test.Evaluate(frame)))
            {
                return i;
            }
        }

        return Array.FindIndex(cases, static candidate => candidate.Test is null);
    }

    private Flow RunFrom(Frame frame, int first)
    {
        for (var i = first; i >= 0 && i < cases.Length; i++)
        {
            var flow = BlockCode.Run(frame, cases[i].Body);
            if (flow != Flow.Normal)
            {
                return flow;
            }
        }

        return Flow.Normal;
    }
}

internal sealed class GuardStatementCode(StatementCode inner) : StatementCode
{
    public override Flow Execute(Frame frame)
    {
        frame.Run.CheckStack();
        return inner.Execute(frame);
    }
}

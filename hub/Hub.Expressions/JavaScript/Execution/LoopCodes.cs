using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>What all loops share: which jumps out of the body are theirs.</summary>
internal abstract class LoopCode(int[] labels, bool keepsResult) : StatementCode
{
    public sealed override Flow Execute(Frame frame)
    {
        if (keepsResult)
        {
            frame.Result = JsValue.Undefined;
        }

        var around = frame.Heap;
        var flow = Loop(frame);
        frame.Heap = around;
        return flow;
    }

    protected abstract Flow Loop(Frame frame);

    /// <summary>Whether the loop goes on after its body ended so; if not, <paramref name="result"/> is how the loop ends.</summary>
    protected bool GoesOn(Frame frame, Flow flow, out Flow result)
    {
        frame.Run.Step();
        result = Flow.Normal;
        switch (flow)
        {
            case Flow.Normal:
                return true;
            case Flow.Return:
                result = flow;
                return false;
        }

        if (frame.JumpLabel == 0 || Array.IndexOf(labels, frame.JumpLabel) >= 0)
        {
            frame.JumpLabel = 0;
            return flow == Flow.Continue;
        }

        result = flow;
        return false;
    }
}

internal sealed class WhileCode(ExpressionCode test, StatementCode body, bool testsAfter, int[] labels, bool keepsResult) : LoopCode(labels, keepsResult)
{
    protected override Flow Loop(Frame frame)
    {
        var first = testsAfter;
        while (first || Coerce.ToBoolean(test.Evaluate(frame)))
        {
            first = false;
            if (!GoesOn(frame, body.Execute(frame), out var flow))
            {
                return flow;
            }
        }

        return Flow.Normal;
    }
}

internal sealed class ForCode(ScopeCode scope, StatementCode? start, ExpressionCode? test, ExpressionCode? update, StatementCode body, int[] labels, bool keepsResult) : LoopCode(labels, keepsResult)
{
    protected override Flow Loop(Frame frame)
    {
        scope.Enter(frame);
        start?.Execute(frame);
        while (true)
        {
            // A closure made in one turn must keep that turn's variables.
            if (scope.HasHeap)
            {
                frame.Run.Charge(64);
                frame.Heap = frame.Heap!.Copy();
            }

            if (test is not null && !Coerce.ToBoolean(test.Evaluate(frame)))
            {
                return Flow.Normal;
            }

            if (!GoesOn(frame, body.Execute(frame), out var flow))
            {
                return flow;
            }

            if (update is not null)
            {
                if (scope.HasHeap)
                {
                    frame.Heap = frame.Heap!.Copy();
                }

                update.Evaluate(frame);
            }
        }
    }
}

internal sealed class ForOfCode(ScopeCode scope, ExpressionCode source, PatternCode target, StatementCode body, bool isAwait, int[] labels, bool keepsResult) : LoopCode(labels, keepsResult)
{
    protected override Flow Loop(Frame frame)
    {
        var run = frame.Run;
        var around = frame.Heap;
        scope.Enter(frame);
        var items = source.Evaluate(frame);
        frame.Heap = around;
        var iteration = Iteration.Over(run, items);
        while (iteration.MoveNext(run, out var item))
        {
            if (isAwait)
            {
                item = Coroutine.Await(frame, item);
            }

            Flow flow;
            bool goesOn;
            try
            {
                scope.Enter(frame);
                target.Bind(frame, item);
                goesOn = GoesOn(frame, body.Execute(frame), out flow);
            }
            catch (Exception error) when (error is JsThrow or CoroutineReturn)
            {
                iteration.CloseQuietly(run);
                throw;
            }

            frame.Heap = around;
            if (!goesOn)
            {
                var (result, label) = (frame.Result, frame.JumpLabel);
                iteration.Close(run);
                (frame.Result, frame.JumpLabel) = (result, label);
                return flow;
            }
        }

        return Flow.Normal;
    }
}

internal sealed class ForInCode(ScopeCode scope, ExpressionCode source, PatternCode target, StatementCode body, int[] labels, bool keepsResult) : LoopCode(labels, keepsResult)
{
    protected override Flow Loop(Frame frame)
    {
        var run = frame.Run;
        var around = frame.Heap;
        scope.Enter(frame);
        var subject = source.Evaluate(frame);
        frame.Heap = around;
        if (subject.IsNullish)
        {
            return Flow.Normal;
        }

        var seen = new HashSet<PropertyKey>();
        var keys = new List<PropertyKey>();
        for (var holder = Coerce.ToObject(run, subject); holder is not null; holder = holder.Prototype)
        {
            keys.Clear();
            holder.OwnKeys(run, keys);
            foreach (var key in keys.ToArray())
            {
                run.Step();

                // Deleted meanwhile, hidden by a nearer one, or not enumerable: not shown.
                if (key.IsSymbol || !holder.TryGetOwn(run, key, out var property) || !seen.Add(key) || !property.Enumerable)
                {
                    continue;
                }

                scope.Enter(frame);
                target.Bind(frame, key.ToValue());
                var goesOn = GoesOn(frame, body.Execute(frame), out var flow);
                frame.Heap = around;
                if (!goesOn)
                {
                    return flow;
                }
            }
        }

        return Flow.Normal;
    }
}

using System.Runtime.ExceptionServices;
using Hub.Expressions.JavaScript.Library;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>How a suspended body is woken.</summary>
internal enum Wake
{
    Next,
    Throw,
    Return,

    /// <summary>The evaluation is over: unwind without running any of the script.</summary>
    End,
}

/// <summary>Why a body handed control back.</summary>
internal enum Pause
{
    Yield,

    /// <summary>A <c>yield*</c> that hands through a result object of the inner iterator as it is.</summary>
    YieldResult,
    Await,
    Done,
    Threw,
}

/// <summary>A <c>generator.return(value)</c> on its way through the <c>finally</c> blocks.</summary>
internal sealed class CoroutineReturn(JsValue value) : Exception
{
    public JsValue Value { get; } = value;
}

/// <summary>
/// A function body that can pause. The code is a tree of calls, so a paused body keeps its stack on a thread of its own;
/// exactly one of the two threads runs at any time. Bodies that never pause cost no thread: see <see cref="RunAsync"/>.
/// </summary>
internal sealed class Coroutine : IDisposable
{
    private const int MaxAlive = 64;
    private const int StackBytes = 512 * 1024;

    private readonly Evaluation run;
    private readonly Func<JsValue> body;
    private readonly SemaphoreSlim toBody = new(0);
    private readonly SemaphoreSlim toCaller = new(0);
    private Thread? thread;
    private (Wake Kind, JsValue Value) sent;
    private (Pause Kind, JsValue Value) answer;
    private Exception? fault;
    private int outerDepth;

    private Coroutine(Evaluation run, Func<JsValue> body)
    {
        this.run = run;
        this.body = body;
    }

    public static Coroutine Create(Evaluation run, Frame frame, Func<JsValue> body) => frame.Coroutine = new Coroutine(run, body);

    /// <summary>Starts an async function; its promise settles when its body ends.</summary>
    public static JsValue RunAsync(Evaluation run, Frame frame, ScriptFunction function, JsValue[] arguments)
    {
        var promise = new JsPromise(run);
        if (!function.Code.HasAwait)
        {
            var depth = run.Depth;
            try
            {
                run.EnterCall();
                function.BindArguments(run, frame, arguments);
                promise.Resolve(run, function.RunBody(frame));
                run.LeaveCall();
            }
            catch (JsThrow thrown)
            {
                run.Depth = depth;
                promise.Reject(run, thrown.Value);
            }

            return promise;
        }

        var coroutine = Create(run, frame, () =>
        {
            function.BindArguments(run, frame, arguments);
            return function.RunBody(frame);
        });
        coroutine.Drive(promise, Wake.Next, JsValue.Undefined);
        return promise;
    }

    /// <summary>The <c>await</c> of the language.</summary>
    public static JsValue Await(Frame frame, JsValue value) =>
        frame.Coroutine is { } coroutine ? coroutine.Suspend(Pause.Await, value) : frame.Run.Jobs.AwaitOutermost(value);

    /// <summary>Hands a value out and waits to be woken; what wakes it is returned or thrown here.</summary>
    public JsValue Suspend(Pause kind, JsValue value)
    {
        var depth = run.Depth;
        answer = (kind, value);
        toCaller.Release();
        toBody.Wait();
        run.Depth = depth;
        return sent.Kind switch
        {
            Wake.Next => sent.Value,
            Wake.Throw => throw new JsThrow(sent.Value, run.Position),
            Wake.Return => throw new CoroutineReturn(sent.Value),
            _ => throw new OperationCanceledException("The evaluation is over."),
        };
    }

    /// <summary>Lets the body run until it pauses or ends.</summary>
    public (Pause Kind, JsValue Value) Resume(Wake kind, JsValue value)
    {
        run.Step();
        run.EnterCall();
        outerDepth = run.Depth;
        sent = (kind, value);
        if (thread is null)
        {
            run.Charge(64 * 1024);
            run.Jobs.Register(this, MaxAlive);
            thread = new Thread(RunBody, StackBytes) { IsBackground = true, Name = "script coroutine" };
            thread.Start();
        }
        else
        {
            toBody.Release();
        }

        toCaller.Wait();
        run.Depth = outerDepth;
        run.LeaveCall();
        if (fault is not null)
        {
            ExceptionDispatchInfo.Throw(fault);
        }

        return answer;
    }

    /// <summary>Ends a paused body at the end of the evaluation.</summary>
    public void End()
    {
        if (thread is { IsAlive: true } alive)
        {
            sent = (Wake.End, default);
            toBody.Release();
            alive.Join();
        }
    }

    public void Dispose()
    {
        End();
        toBody.Dispose();
        toCaller.Dispose();
    }

    private void RunBody()
    {
        try
        {
            answer = (Pause.Done, body());
        }
        catch (JsThrow thrown)
        {
            answer = (Pause.Threw, thrown.Value);
        }
        catch (CoroutineReturn returned)
        {
            answer = (Pause.Done, returned.Value);
        }
        catch (OperationCanceledException) when (sent.Kind == Wake.End)
        {
            return;
        }
        catch (Exception error)
        {
            // Budgets and host failures belong to the thread that waits for this one.
            fault = error;
        }

        run.Jobs.Unregister(this);
        toCaller.Release();
    }

    private void Drive(JsPromise promise, Wake kind, JsValue value)
    {
        var (pause, result) = Resume(kind, value);
        switch (pause)
        {
            case Pause.Done:
                promise.Resolve(run, result);
                break;
            case Pause.Threw:
                promise.Reject(run, result);
                break;
            default:
                JsPromise awaited;
                try
                {
                    awaited = JsPromise.From(run, result);
                }
                catch (JsThrow thrown)
                {
                    Drive(promise, Wake.Throw, thrown.Value);
                    return;
                }

                awaited.React(run, done => Drive(promise, Wake.Next, done), failed => Drive(promise, Wake.Throw, failed));
                break;
        }
    }
}

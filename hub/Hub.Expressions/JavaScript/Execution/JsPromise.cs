using Hub.Expressions.JavaScript.Library;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>A promise; its reactions run as jobs of the evaluation (§27.2).</summary>
internal sealed class JsPromise : JsObject
{
    private List<(Action<JsValue> Done, Action<JsValue> Failed)>? reactions = [];
    private bool isResolved;

    public JsPromise(Evaluation run, JsObject? prototype = null)
        : base(prototype ?? run.Intrinsic(IntrinsicId.PromisePrototype)) => run.Charge(160);

    public override string ClassName => "Promise";

    public bool IsPending => reactions is not null;

    public bool IsRejected { get; private set; }

    public JsValue Value { get; private set; }

    /// <summary>The value itself when it is a plain promise, or a promise of it.</summary>
    public static JsPromise From(Evaluation run, JsValue value)
    {
        if (value.ObjectOrNull is JsPromise promise && promise.Get(run, "constructor").ObjectOrNull == run.Intrinsic(IntrinsicId.Promise))
        {
            return promise;
        }

        var made = new JsPromise(run);
        made.Resolve(run, value);
        return made;
    }

    public void Resolve(Evaluation run, JsValue value)
    {
        if (isResolved)
        {
            return;
        }

        isResolved = true;
        Follow(run, value);
    }

    public void Reject(Evaluation run, JsValue reason)
    {
        if (!isResolved)
        {
            isResolved = true;
            Settle(run, reason, rejected: true);
        }
    }

    public void React(Evaluation run, Action<JsValue> done, Action<JsValue> failed)
    {
        run.Charge(64);
        if (reactions is not null)
        {
            reactions.Add((done, failed));
        }
        else
        {
            run.Jobs.Enqueue(() => (IsRejected ? failed : done)(Value));
        }
    }

    private void Follow(Evaluation run, JsValue value)
    {
        if (value.ObjectOrNull is not { } target)
        {
            Settle(run, value, rejected: false);
            return;
        }

        if (ReferenceEquals(target, this))
        {
            Settle(run, run.TypeError("Chaining cycle detected for promise").Value, rejected: true);
            return;
        }

        JsFunction? then;
        try
        {
            then = target.Get(run, "then").FunctionOrNull;
        }
        catch (JsThrow thrown)
        {
            Settle(run, thrown.Value, rejected: true);
            return;
        }

        if (then is null)
        {
            Settle(run, value, rejected: false);
            return;
        }

        run.Jobs.Enqueue(() => Adopt(run, value, then));
    }

    private void Adopt(Evaluation run, JsValue target, JsFunction then)
    {
        var (resolve, reject) = ResolvingFunctions(run);
        try
        {
            then.Call(run, target, [resolve, reject]);
        }
        catch (JsThrow thrown)
        {
            reject.Call(run, default, [thrown.Value]);
        }
    }

    /// <summary>The two functions given to an executor or a foreign <c>then</c>: only the first call of either counts.</summary>
    public (NativeFunction Resolve, NativeFunction Reject) ResolvingFunctions(Evaluation run)
    {
        var called = false;
        var resolve = new NativeFunction(run, string.Empty, 1, (run, _, arguments) =>
        {
            if (!called)
            {
                called = true;
                isResolved = true;
                Follow(run, arguments.At(0));
            }

            return default;
        });
        var reject = new NativeFunction(run, string.Empty, 1, (run, _, arguments) =>
        {
            if (!called)
            {
                called = true;
                isResolved = true;
                Settle(run, arguments.At(0), rejected: true);
            }

            return default;
        });
        return (resolve, reject);
    }

    private void Settle(Evaluation run, JsValue value, bool rejected)
    {
        var waiting = reactions;
        reactions = null;
        Value = value;
        IsRejected = rejected;
        foreach (var (done, failed) in waiting ?? [])
        {
            run.Jobs.Enqueue(() => (rejected ? failed : done)(value));
        }
    }
}

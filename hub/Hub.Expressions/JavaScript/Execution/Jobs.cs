using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>What an evaluation still has to do once its statements are through: the jobs of promises (ECMA-262 §9.5) and suspended functions.</summary>
internal sealed class Jobs(Evaluation run)
{
    private readonly Queue<Action> waiting = new();
    private HashSet<Coroutine>? coroutines;

    public void Enqueue(Action job)
    {
        run.Charge(96);
        waiting.Enqueue(job);
    }

    /// <summary>Waits for a promise outside any coroutine: runs jobs until it is settled.</summary>
    public JsValue AwaitOutermost(JsValue value)
    {
        var promise = JsPromise.From(run, value);
        var settled = false;
        promise.React(run, _ => settled = true, _ => settled = true);
        while (!settled)
        {
            if (!TryRunNext())
            {
                throw run.Error(IntrinsicId.ErrorPrototype, "The awaited promise is never settled");
            }
        }

        return promise.IsRejected ? throw new JsThrow(promise.Value, run.Position) : promise.Value;
    }

    public void Drain()
    {
        while (TryRunNext())
        {
        }
    }

    /// <exception cref="ExpressionException">More than <paramref name="maxAlive"/> functions are suspended.</exception>
    public void Register(Coroutine coroutine, int maxAlive)
    {
        coroutines ??= [];
        if (coroutines.Count >= maxAlive)
        {
            throw run.OutOf("depth", "suspended function", "de fonctions suspendues");
        }

        coroutines.Add(coroutine);
    }

    public void Unregister(Coroutine coroutine) => coroutines?.Remove(coroutine);

    /// <summary>Ends what is still suspended when the evaluation is over.</summary>
    public void EndCoroutines()
    {
        foreach (var coroutine in coroutines?.ToArray() ?? [])
        {
            coroutine.Dispose();
        }
    }

    private bool TryRunNext()
    {
        if (!waiting.TryDequeue(out var job))
        {
            return false;
        }

        run.Step();
        job();
        return true;
    }
}

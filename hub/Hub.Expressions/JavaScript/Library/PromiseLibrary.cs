using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>Promise</c> (§27.2). All promises are plain ones: subclasses are not told apart.</summary>
internal static class PromiseLibrary
{
    public static MemberTable Prototype { get; } = new MemberTable()
        .Link("constructor", IntrinsicId.Promise)
        .Method("then", 2, static (run, self, arguments) => Then(run, This(run, self), arguments.At(0).FunctionOrNull, arguments.At(1).FunctionOrNull))
        .Method("catch", 1, static (run, self, arguments) =>
            Members.Get(run, self, "then", run.Position).FunctionOrNull?.Call(run, self, [default, arguments.At(0)]) ?? throw run.TypeError("then is not a function"))
        .Method("finally", 1, Finally)
        .Tag("Promise");

    public static MemberTable Statics { get; } = new MemberTable()
        .Link("prototype", IntrinsicId.PromisePrototype, PropertyFlags.None)
        .Method("all", 1, static (run, _, arguments) => Combine(run, arguments.At(0), Gather.All))
        .Method("allSettled", 1, static (run, _, arguments) => Combine(run, arguments.At(0), Gather.AllSettled))
        .Method("any", 1, static (run, _, arguments) => Combine(run, arguments.At(0), Gather.Any))
        .Method("race", 1, static (run, _, arguments) => Combine(run, arguments.At(0), Gather.Race))
        .Method("reject", 1, static (run, _, arguments) =>
        {
            var promise = new JsPromise(run);
            promise.Reject(run, arguments.At(0));
            return promise;
        })
        .Method("resolve", 1, static (run, _, arguments) => JsPromise.From(run, arguments.At(0)));

    private enum Gather
    {
        All,
        AllSettled,
        Any,
        Race,
    }

    public static JsValue Call(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => throw run.TypeError("Promise constructor cannot be invoked without 'new'");

    public static JsValue Construct(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget)
    {
        var executor = arguments.At(0).FunctionOrNull ?? throw run.TypeError("Promise resolver is not a function");
        var promise = new JsPromise(run, JsFunction.PrototypeFor(run, newTarget, IntrinsicId.PromisePrototype));
        var (resolve, reject) = promise.ResolvingFunctions(run);
        var depth = run.Depth;
        try
        {
            executor.Call(run, default, [resolve, reject]);
        }
        catch (JsThrow thrown)
        {
            run.Depth = depth;
            reject.Call(run, default, [thrown.Value]);
        }

        return promise;
    }

    private static JsPromise Then(Evaluation run, JsPromise promise, JsFunction? done, JsFunction? failed)
    {
        var next = new JsPromise(run);
        promise.React(run, value => Settle(run, next, done, value, isFailure: false), reason => Settle(run, next, failed, reason, isFailure: true));
        return next;
    }

    private static void Settle(Evaluation run, JsPromise next, JsFunction? handler, JsValue value, bool isFailure)
    {
        var depth = run.Depth;
        try
        {
            if (handler is not null)
            {
                next.Resolve(run, handler.Call(run, default, [value]));
            }
            else if (isFailure)
            {
                next.Reject(run, value);
            }
            else
            {
                next.Resolve(run, value);
            }
        }
        catch (JsThrow thrown)
        {
            run.Depth = depth;
            next.Reject(run, thrown.Value);
        }
    }

    private static JsValue Finally(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var promise = This(run, self);
        if (arguments.At(0).FunctionOrNull is not { } last)
        {
            return Then(run, promise, null, null);
        }

        var done = new NativeFunction(run, string.Empty, 1, (run, _, given) =>
        {
            var value = given.At(0);
            return Then(run, JsPromise.From(run, last.Call(run, default, [])), new NativeFunction(run, string.Empty, 0, (_, _, _) => value), null);
        });
        var failed = new NativeFunction(run, string.Empty, 1, (run, _, given) =>
        {
            var reason = given.At(0);
            return Then(run, JsPromise.From(run, last.Call(run, default, [])), new NativeFunction(run, string.Empty, 0, (run, _, _) => throw new JsThrow(reason, run.Position)), null);
        });
        return Then(run, promise, done, failed);
    }

    private static JsValue Combine(Evaluation run, JsValue source, Gather gather)
    {
        var result = new JsPromise(run);
        try
        {
            var values = new JsArray(run);
            var open = 1;
            var iteration = Iteration.Over(run, source);
            while (iteration.MoveNext(run, out var item))
            {
                run.Step();
                var at = values.Length;
                values.Append(run, default);
                open++;
                var promise = JsPromise.From(run, item);
                void Store(JsValue value)
                {
                    values.Set(run, PropertyKey.FromIndex(at), value, values);
                    Finish();
                }

                promise.React(run,
                    value =>
                    {
                        switch (gather)
                        {
                            case Gather.All: Store(value); break;
                            case Gather.AllSettled: Store(Outcome(run, "fulfilled", "value", value)); break;
                            default: result.Resolve(run, value); break;
                        }
                    },
                    reason =>
                    {
                        switch (gather)
                        {
                            case Gather.Any: Store(reason); break;
                            case Gather.AllSettled: Store(Outcome(run, "rejected", "reason", reason)); break;
                            default: result.Reject(run, reason); break;
                        }
                    });
            }

            Finish();

            void Finish()
            {
                if (--open > 0 || gather == Gather.Race)
                {
                    return;
                }

                if (gather == Gather.Any)
                {
                    var error = run.Error(IntrinsicId.ErrorPrototype, "All promises were rejected").Value;
                    error.AsObject.PutOwn(run, "errors", values, PropertyFlags.Hidden);
                    result.Reject(run, error);
                }
                else
                {
                    result.Resolve(run, values);
                }
            }
        }
        catch (JsThrow thrown)
        {
            result.Reject(run, thrown.Value);
        }

        return result;
    }

    private static JsObject Outcome(Evaluation run, string status, string name, JsValue value)
    {
        var made = run.NewObject(2);
        made.CreateData(run, "status", status);
        made.CreateData(run, name, value);
        return made;
    }

    private static JsPromise This(Evaluation run, JsValue self) =>
        self.ObjectOrNull as JsPromise ?? throw run.TypeError("Promise.prototype method called on a value that is not a Promise");
}

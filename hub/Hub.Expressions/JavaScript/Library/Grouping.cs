using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>Object.groupBy</c> and <c>Map.groupBy</c> (ES2024).</summary>
internal static class Grouping
{
    public static JsValue ToObject(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var made = new JsObject(null);
        Group(run, arguments, value =>
        {
            var key = Coerce.ToKey(run, value);
            if (made.TryGetOwn(run, key, out var found))
            {
                return (JsArray)found.Value.AsObject;
            }

            var list = new JsArray(run);
            made.PutOwn(run, key, list, PropertyFlags.All);
            return list;
        });
        return made;
    }

    public static JsValue ToMap(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        run.Charge(240);
        var made = new JsCollection(run.Intrinsic(IntrinsicId.MapPrototype), "Map");
        Group(run, arguments, key =>
        {
            if (made.Entries.TryGet(key, out var found))
            {
                return (JsArray)found.AsObject;
            }

            var list = new JsArray(run);
            made.Entries.Set(run, key, list);
            return list;
        });
        return made;
    }

    private static void Group(Evaluation run, ReadOnlySpan<JsValue> arguments, Func<JsValue, JsArray> listFor)
    {
        if (arguments.At(0).IsNullish)
        {
            throw run.TypeError($"{Coerce.ToText(run, arguments.At(0))} is not iterable");
        }

        var function = FunctionLibrary.Callable(run, arguments.At(1));
        var iteration = Iteration.Over(run, arguments.At(0));
        var count = 0.0;
        try
        {
            while (iteration.MoveNext(run, out var value))
            {
                run.Step();
                listFor(function.Call(run, default, [value, count++])).Append(run, value);
            }
        }
        catch (JsThrow)
        {
            iteration.CloseQuietly(run);
            throw;
        }
    }
}

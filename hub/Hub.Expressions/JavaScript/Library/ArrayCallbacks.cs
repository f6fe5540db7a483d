using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>Array methods that call a function for each element (§23.1.3).</summary>
internal static class ArrayCallbacks
{
    public static JsValue ForEach(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var (source, length, function) = Open(run, self, arguments);
        for (var i = 0.0; i < length; i++)
        {
            if (Elements.TryGet(run, source, i, out var value))
            {
                function.Call(run, arguments.At(1), [value, i, source]);
            }
        }

        return default;
    }

    public static JsValue Map(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var (source, length, function) = Open(run, self, arguments);
        var made = Elements.Species(run, source, length);
        if (made is JsArray fresh && fresh.IsFresh)
        {
            // The usual case: a new array of our own is filled from the left, holes kept as holes.
            fresh.SetLength(run, 0);
            for (var i = 0.0; i < length; i++)
            {
                fresh.Append(run, Elements.TryGet(run, source, i, out var value) ? function.Call(run, arguments.At(1), [value, i, source]) : JsValue.Empty);
            }

            return fresh;
        }

        for (var i = 0.0; i < length; i++)
        {
            if (Elements.TryGet(run, source, i, out var value))
            {
                Define(run, made, i, function.Call(run, arguments.At(1), [value, i, source]));
            }
        }

        return made;
    }

    public static JsValue Filter(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var (source, length, function) = Open(run, self, arguments);
        var made = Elements.Species(run, source, 0);
        var count = 0.0;
        for (var i = 0.0; i < length; i++)
        {
            if (Elements.TryGet(run, source, i, out var value) && Coerce.ToBoolean(function.Call(run, arguments.At(1), [value, i, source])))
            {
                Elements.Create(run, made, count++, value);
            }
        }

        return made;
    }

    public static JsValue Every(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => !Exists(run, self, arguments, wanted: false);

    public static JsValue Some(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => Exists(run, self, arguments, wanted: true);

    public static JsValue Find(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        Search(run, self, arguments, forward: true, out var value);
        return value;
    }

    public static JsValue FindIndex(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => Search(run, self, arguments, forward: true, out _);

    public static JsValue FindLast(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        Search(run, self, arguments, forward: false, out var value);
        return value;
    }

    public static JsValue FindLastIndex(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => Search(run, self, arguments, forward: false, out _);

    public static JsValue Reduce(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => Fold(run, self, arguments, forward: true);

    public static JsValue ReduceRight(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => Fold(run, self, arguments, forward: false);

    private static (JsObject Source, double Length, JsFunction Function) Open(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var source = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, source);
        return (source, length, FunctionLibrary.Callable(run, arguments.At(0)));
    }

    private static void Define(Evaluation run, JsObject made, double index, JsValue value)
    {
        if (!made.CreateData(run, PropertyKey.From(index), value))
        {
            throw run.TypeError($"Cannot add property {NumberText.Format(index)}");
        }
    }

    private static bool Exists(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments, bool wanted)
    {
        var (source, length, function) = Open(run, self, arguments);
        for (var i = 0.0; i < length; i++)
        {
            if (Elements.TryGet(run, source, i, out var value) && Coerce.ToBoolean(function.Call(run, arguments.At(1), [value, i, source])) == wanted)
            {
                return true;
            }
        }

        return false;
    }

    private static double Search(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments, bool forward, out JsValue found)
    {
        var (source, length, function) = Open(run, self, arguments);
        for (var turn = 0.0; turn < length; turn++)
        {
            run.Step();
            var i = forward ? turn : length - 1 - turn;
            var value = Elements.Get(run, source, i);
            if (Coerce.ToBoolean(function.Call(run, arguments.At(1), [value, i, source])))
            {
                found = value;
                return i;
            }
        }

        found = default;
        return -1;
    }

    private static JsValue Fold(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments, bool forward)
    {
        var (source, length, function) = Open(run, self, arguments);
        var result = arguments.Length > 1 ? arguments[1] : JsValue.Empty;
        for (var turn = 0.0; turn < length; turn++)
        {
            var i = forward ? turn : length - 1 - turn;
            if (Elements.TryGet(run, source, i, out var value))
            {
                result = result.IsEmpty ? value : function.Call(run, default, [result, value, i, source]);
            }
        }

        return result.IsEmpty ? throw run.TypeError("Reduce of empty array with no initial value") : result;
    }
}

using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>Array methods that give a new array made of others' elements.</summary>
internal static class ArrayCopies
{
    private const double MaxLength = 9007199254740991;

    public static JsValue Concat(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var source = Coerce.ToObject(run, self);
        var made = Elements.Species(run, source, 0);
        var count = 0.0;
        for (var item = -1; item < arguments.Length; item++)
        {
            JsValue value = item < 0 ? source : arguments[item];
            if (value.ObjectOrNull is not { } list || !IsSpreadable(run, list))
            {
                Elements.Create(run, made, count++, value);
                continue;
            }

            var length = Coerce.LengthOf(run, list);
            if (count + length > MaxLength)
            {
                throw run.TypeError("Invalid array length");
            }

            for (var i = 0.0; i < length; i++, count++)
            {
                if (Elements.TryGet(run, list, i, out var element))
                {
                    Elements.Create(run, made, count, element);
                }
            }
        }

        Elements.SetLength(run, made, count);
        return made;
    }

    public static JsValue Slice(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var source = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, source);
        var start = Coerce.ToRelative(run, arguments.At(0), length, 0);
        var end = Coerce.ToRelative(run, arguments.At(1), length, length);
        var made = Elements.Species(run, source, Math.Max(end - start, 0));
        var count = 0.0;
        if (made is JsArray { } plain && plain.Length > 0)
        {
            plain.SetLength(run, 0);
        }

        for (var i = start; i < end; i++, count++)
        {
            if (Elements.TryGet(run, source, i, out var value))
            {
                Elements.Create(run, made, count, value);
            }
        }

        Elements.SetLength(run, made, count);
        return made;
    }

    public static JsValue Flat(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var source = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, source);
        var depth = arguments.At(0).IsUndefined ? 1 : Coerce.ToInteger(run, arguments.At(0));
        var made = Elements.Species(run, source, 0);
        var count = 0.0;
        Flatten(run, made, ref count, source, length, depth, null, default);
        return made;
    }

    public static JsValue FlatMap(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var source = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, source);
        var function = FunctionLibrary.Callable(run, arguments.At(0));
        var made = Elements.Species(run, source, 0);
        var count = 0.0;
        Flatten(run, made, ref count, source, length, 1, function, arguments.At(1));
        return made;
    }

    /// <summary>An empty array that will hold <paramref name="wanted"/> elements, if an array can.</summary>
    public static JsArray NewArray(Evaluation run, double wanted, out uint length)
    {
        length = wanted <= uint.MaxValue ? (uint)wanted : throw run.RangeError("Invalid array length");
        return new JsArray(run);
    }

    public static JsValue ToReversed(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var source = Coerce.ToObject(run, self);
        var made = NewArray(run, Coerce.LengthOf(run, source), out var length);
        for (var i = 1.0; i <= length; i++)
        {
            run.Step();
            made.Append(run, Elements.Get(run, source, length - i));
        }

        return made;
    }

    public static JsValue ToSpliced(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var source = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, source);
        var start = Coerce.ToRelative(run, arguments.At(0), length, 0);
        var skipped = arguments.Length switch
        {
            0 => 0,
            1 => length - start,
            _ => Math.Clamp(Coerce.ToInteger(run, arguments[1]), 0, length - start),
        };
        ReadOnlySpan<JsValue> added = arguments.Length > 2 ? arguments[2..] : [];
        if (length + added.Length - skipped > MaxLength)
        {
            throw run.TypeError("The array would be too long");
        }

        var made = NewArray(run, length + added.Length - skipped, out _);
        for (var i = 0.0; i < start; i++)
        {
            run.Step();
            made.Append(run, Elements.Get(run, source, i));
        }

        foreach (var value in added)
        {
            made.Append(run, value);
        }

        for (var i = start + skipped; i < length; i++)
        {
            run.Step();
            made.Append(run, Elements.Get(run, source, i));
        }

        return made;
    }

    public static JsValue With(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var source = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, source);
        var index = Coerce.ToInteger(run, arguments.At(0));
        index = index < 0 ? length + index : index;
        if (index < 0 || index >= length)
        {
            throw run.RangeError("Invalid index");
        }

        var made = NewArray(run, length, out _);
        for (var i = 0.0; i < length; i++)
        {
            run.Step();
            made.Append(run, i == index ? arguments.At(1) : Elements.Get(run, source, i));
        }

        return made;
    }

    private static void Flatten(Evaluation run, JsObject made, ref double count, JsObject source, double length, double depth, JsFunction? mapper, JsValue self)
    {
        run.EnterCall();
        for (var i = 0.0; i < length; i++)
        {
            if (!Elements.TryGet(run, source, i, out var value))
            {
                continue;
            }

            if (mapper is not null)
            {
                value = mapper.Call(run, self, [value, i, source]);
            }

            if (depth > 0 && value.ObjectOrNull is JsArray inner)
            {
                Flatten(run, made, ref count, inner, inner.Length, depth - 1, null, default);
            }
            else
            {
                Elements.Create(run, made, count++, value);
            }
        }

        run.LeaveCall();
    }

    private static bool IsSpreadable(Evaluation run, JsObject value)
    {
        var told = value.Get(run, JsSymbol.IsConcatSpreadable);
        return told.IsUndefined ? value is JsArray : Coerce.ToBoolean(told);
    }
}

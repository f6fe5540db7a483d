using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>Array methods that change the array itself.</summary>
internal static class ArrayChanges
{
    private const double MaxLength = 9007199254740991;

    public static JsValue Push(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var target = Coerce.ToObject(run, self);
        if (target is JsArray array && array.IsPlain(run))
        {
            foreach (var argument in arguments)
            {
                array.Append(run, argument);
            }

            return array.Length;
        }

        var length = Coerce.LengthOf(run, target);
        if (length + arguments.Length > MaxLength)
        {
            throw run.TypeError("Pushing elements would make the array too long");
        }

        foreach (var argument in arguments)
        {
            Elements.Put(run, target, length++, argument);
        }

        Elements.SetLength(run, target, length);
        return length;
    }

    public static JsValue Pop(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var target = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, target);
        if (length == 0)
        {
            Elements.SetLength(run, target, 0);
            return default;
        }

        var value = Elements.Get(run, target, length - 1);
        Elements.Delete(run, target, length - 1);
        Elements.SetLength(run, target, length - 1);
        return value;
    }

    public static JsValue Shift(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var target = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, target);
        if (length == 0)
        {
            Elements.SetLength(run, target, 0);
            return default;
        }

        var first = Elements.Get(run, target, 0);
        if (target is JsArray array && array.IsPlain(run))
        {
            array.ReplaceRange(run, 0, 1, []);
            return first;
        }

        Move(run, target, 1, 0, length - 1);
        Elements.Delete(run, target, length - 1);
        Elements.SetLength(run, target, length - 1);
        return first;
    }

    public static JsValue Unshift(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var target = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, target);
        if (target is JsArray array && array.IsPlain(run))
        {
            array.ReplaceRange(run, 0, 0, arguments);
            return array.Length;
        }

        if (arguments.Length > 0)
        {
            if (length + arguments.Length > MaxLength)
            {
                throw run.TypeError("Adding elements would make the array too long");
            }

            Move(run, target, 0, arguments.Length, length);
            for (var i = 0; i < arguments.Length; i++)
            {
                Elements.Put(run, target, i, arguments[i]);
            }
        }

        Elements.SetLength(run, target, length + arguments.Length);
        return length + arguments.Length;
    }

    public static JsValue Splice(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var target = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, target);
        var start = Coerce.ToRelative(run, arguments.At(0), length, 0);
        var removed = arguments.Length switch
        {
            0 => 0,
            1 => length - start,
            _ => Math.Min(Math.Max(Coerce.ToInteger(run, arguments[1]), 0), length - start),
        };
        var added = arguments.Length > 2 ? arguments[2..] : [];
        if (length + added.Length - removed > MaxLength)
        {
            throw run.TypeError("Adding elements would make the array too long");
        }

        var cut = Elements.Species(run, target, removed);
        if (cut is JsArray { Length: > 0 } sized)
        {
            sized.SetLength(run, 0);
        }

        for (var i = 0.0; i < removed; i++)
        {
            if (Elements.TryGet(run, target, start + i, out var value))
            {
                Elements.Create(run, cut, i, value);
            }
        }

        Elements.SetLength(run, cut, removed);
        if (target is JsArray array && array.IsPlain(run) && array.Length == length)
        {
            array.ReplaceRange(run, (int)start, (int)removed, added);
            return cut;
        }

        if (added.Length != removed)
        {
            Move(run, target, start + removed, start + added.Length, length - start - removed);
        }

        for (var i = length; i > length - removed + added.Length; i--)
        {
            run.Step();
            Elements.Delete(run, target, i - 1);
        }

        for (var i = 0; i < added.Length; i++)
        {
            Elements.Put(run, target, start + i, added[i]);
        }

        Elements.SetLength(run, target, length - removed + added.Length);
        return cut;
    }

    public static JsValue Reverse(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var target = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, target);
        if (target is JsArray array && array.IsPlain(run) && array.TryGetRow(run, out var row) && !Holes(row))
        {
            run.StepMany(row.Length / 8);
            array.MarkChanged(run);
            row.Reverse();
            return target;
        }

        var middle = Math.Floor(length / 2);
        for (var low = 0.0; low < middle; low++)
        {
            var high = length - 1 - low;
            var hasLow = Elements.TryGet(run, target, low, out var lowValue);
            var hasHigh = Elements.TryGet(run, target, high, out var highValue);
            Place(run, target, low, hasHigh, highValue, hasLow);
            Place(run, target, high, hasLow, lowValue, hasHigh);
        }

        return target;
    }

    public static JsValue Fill(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var target = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, target);
        var start = Coerce.ToRelative(run, arguments.At(1), length, 0);
        var end = Coerce.ToRelative(run, arguments.At(2), length, length);
        for (var i = start; i < end; i++)
        {
            run.Step();
            Elements.Put(run, target, i, arguments.At(0));
        }

        return target;
    }

    public static JsValue CopyWithin(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var target = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, target);
        var to = Coerce.ToRelative(run, arguments.At(0), length, 0);
        var from = Coerce.ToRelative(run, arguments.At(1), length, 0);
        var end = Coerce.ToRelative(run, arguments.At(2), length, length);
        Move(run, target, from, to, Math.Min(end - from, length - to));
        return target;
    }

    /// <summary>Moves elements, holes included, in the order that never overwrites what is still to be read.</summary>
    private static void Move(Evaluation run, JsObject target, double from, double to, double count)
    {
        var backwards = from < to;
        for (var turn = 0.0; turn < count; turn++)
        {
            var i = backwards ? count - 1 - turn : turn;
            if (Elements.TryGet(run, target, from + i, out var value))
            {
                Elements.Put(run, target, to + i, value);
            }
            else
            {
                Elements.Delete(run, target, to + i);
            }
        }
    }

    private static void Place(Evaluation run, JsObject target, double index, bool hasValue, JsValue value, bool hadValue)
    {
        if (hasValue)
        {
            Elements.Put(run, target, index, value);
        }
        else if (hadValue)
        {
            Elements.Delete(run, target, index);
        }
    }

    private static bool Holes(ReadOnlySpan<JsValue> row)
    {
        foreach (var value in row)
        {
            if (value.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}

using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>
/// <c>Array.prototype.sort</c>: stable, and it survives comparers that contradict themselves. What those give is left open by the standard;
/// for short lists elements are compared in the order that V8 compares them, so that the outcome is the same as in browsers and Node.
/// </summary>
internal static class ArraySort
{
    /// <summary>Lists of fewer elements are sorted by insertion.</summary>
    private const int ShortList = 64;

    public static JsValue Sort(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        if (!arguments.At(0).IsUndefined && arguments.At(0).FunctionOrNull is null)
        {
            throw run.TypeError("The comparison function must be either a function or undefined");
        }

        var comparer = arguments.At(0).FunctionOrNull;
        var target = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, target);
        var values = new List<JsValue>();
        var undefined = 0;
        for (var i = 0.0; i < length; i++)
        {
            if (!Elements.TryGet(run, target, i, out var value))
            {
                continue;
            }

            run.Charge(32);
            if (value.IsUndefined)
            {
                undefined++;
            }
            else
            {
                values.Add(value);
            }
        }

        var at = 0.0;
        foreach (var value in Order(run, values, comparer))
        {
            Elements.Put(run, target, at++, value);
        }

        for (; undefined > 0; undefined--)
        {
            Elements.Put(run, target, at++, default);
        }

        for (; at < length; at++)
        {
            run.Step();
            if (target.HasProperty(run, PropertyKey.From(at)))
            {
                Elements.Delete(run, target, at);
            }
        }

        return target;
    }

    /// <summary>A sorted copy that reads holes as <c>undefined</c>.</summary>
    public static JsValue ToSorted(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        if (!arguments.At(0).IsUndefined && arguments.At(0).FunctionOrNull is null)
        {
            throw run.TypeError("The comparison function must be either a function or undefined");
        }

        var source = Coerce.ToObject(run, self);
        var made = ArrayCopies.NewArray(run, Coerce.LengthOf(run, source), out var length);
        var values = new List<JsValue>();
        for (var i = 0; i < length; i++)
        {
            run.Step();
            run.Charge(32);
            var value = Elements.Get(run, source, i);
            if (!value.IsUndefined)
            {
                values.Add(value);
            }
        }

        foreach (var value in Order(run, values, arguments.At(0).FunctionOrNull))
        {
            made.Append(run, value);
        }

        while (made.Length < length)
        {
            made.Append(run, default);
        }

        return made;
    }

    private static JsValue[] Order(Evaluation run, List<JsValue> values, JsFunction? comparer) =>
        comparer is null ? SortAsText(run, values) : Order(run, [.. values], (a, b) => IsBefore(run, comparer, a, b));

    private static bool IsBefore(Evaluation run, JsFunction comparer, JsValue a, JsValue b) =>
        Coerce.ToNumber(run, comparer.Call(run, default, [a, b])) < 0;

    private static JsValue[] SortAsText(Evaluation run, List<JsValue> values)
    {
        var keyed = values.ConvertAll(value => (Text: Coerce.ToText(run, value), Value: value));
        var sorted = Order(run, [.. keyed], static (a, b) => string.CompareOrdinal(a.Text, b.Text) < 0);
        return Array.ConvertAll(sorted, static pair => pair.Value);
    }

    private static T[] Order<T>(Evaluation run, T[] items, Func<T, T, bool> isBefore)
    {
        if (items.Length >= ShortList)
        {
            return Merge(run, items, isBefore);
        }

        Insert(run, items, isBefore);
        return items;
    }

    /// <summary>Keeps the run that the list starts with, then inserts the rest by halving.</summary>
    private static void Insert<T>(Evaluation run, T[] items, Func<T, T, bool> isBefore)
    {
        if (items.Length < 2)
        {
            return;
        }

        var ordered = 2;
        var isDescending = isBefore(items[1], items[0]);
        while (ordered < items.Length && isBefore(items[ordered], items[ordered - 1]) == isDescending)
        {
            run.Step();
            ordered++;
        }

        if (isDescending)
        {
            Array.Reverse(items, 0, ordered);
        }

        for (; ordered < items.Length; ordered++)
        {
            var item = items[ordered];
            var (left, right) = (0, ordered);
            while (left < right)
            {
                run.Step();
                var middle = left + ((right - left) / 2);
                if (isBefore(item, items[middle]))
                {
                    right = middle;
                }
                else
                {
                    left = middle + 1;
                }
            }

            Array.Copy(items, left, items, left + 1, ordered - left);
            items[left] = item;
        }
    }

    /// <summary>Sorts from the bottom up; <paramref name="isBefore"/> tells that its first argument comes earlier.</summary>
    private static T[] Merge<T>(Evaluation run, T[] items, Func<T, T, bool> isBefore)
    {
        var target = new T[items.Length];
        for (var width = 1; width < items.Length; width *= 2)
        {
            for (var start = 0; start < items.Length; start += width * 2)
            {
                var middle = Math.Min(start + width, items.Length);
                var end = Math.Min(start + (width * 2), items.Length);
                var (left, right) = (start, middle);
                for (var i = start; i < end; i++)
                {
                    run.Step();
                    var takesRight = left >= middle || (right < end && isBefore(items[right], items[left]));
                    target[i] = takesRight ? items[right++] : items[left++];
                }
            }

            (items, target) = (target, items);
        }

        return items;
    }
}

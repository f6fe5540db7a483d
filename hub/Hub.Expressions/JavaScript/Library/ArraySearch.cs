using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>Array methods that look for an element by value or position.</summary>
internal static class ArraySearch
{
    public static JsValue At(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var source = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, source);
        var index = Coerce.ToInteger(run, arguments.At(0));
        index = index < 0 ? length + index : index;
        return index < 0 || index >= length ? default : Elements.Get(run, source, index);
    }

    public static JsValue Includes(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var source = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, source);
        if (length == 0)
        {
            return false;
        }

        for (var i = Coerce.ToRelative(run, arguments.At(1), length, 0); i < length; i++)
        {
            run.Step();
            if (Coerce.SameValueZero(Elements.Get(run, source, i), arguments.At(0)))
            {
                return true;
            }
        }

        return false;
    }

    public static JsValue IndexOf(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var source = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, source);
        if (length == 0)
        {
            return -1;
        }

        for (var i = Coerce.ToRelative(run, arguments.At(1), length, 0); i < length; i++)
        {
            if (Elements.TryGet(run, source, i, out var value) && Coerce.StrictEquals(value, arguments.At(0)))
            {
                return i;
            }
        }

        return -1;
    }

    public static JsValue LastIndexOf(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var source = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, source);
        if (length == 0)
        {
            return -1;
        }

        var from = arguments.Length > 1 ? Coerce.ToInteger(run, arguments[1]) : length - 1;
        for (var i = from >= 0 ? Math.Min(from, length - 1) : length + from; i >= 0; i--)
        {
            if (Elements.TryGet(run, source, i, out var value) && Coerce.StrictEquals(value, arguments.At(0)))
            {
                return i;
            }
        }

        return -1;
    }
}

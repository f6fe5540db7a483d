using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>Reading and writing members of any value.</summary>
internal static class Members
{
    public static JsValue Get(Evaluation run, JsValue target, PropertyKey key, int position)
    {
        if (target.ObjectOrNull is { } holder)
        {
            return holder.Get(run, key, target);
        }

        if (target.IsString)
        {
            if (key.Text == "length")
            {
                return target.StringLength;
            }

            if (key.IsIndex)
            {
                return key.Index < target.StringLength ? TextUnits.At(target.AsString, (int)key.Index) : run.Intrinsic(IntrinsicId.StringPrototype).Get(run, key, target);
            }
        }

        if (run.PrototypeOf(target) is { } prototype)
        {
            return prototype.Get(run, key, target);
        }

        run.Position = position;
        throw run.TypeError($"Cannot read properties of {Coerce.ToText(run, target)} (reading '{key}')");
    }

    public static JsValue GetComputed(Evaluation run, JsValue target, JsValue key, int position)
    {
        if (key.IsNumber && target.ObjectOrNull is JsArray array)
        {
            var index = (uint)key.AsNumber;
            if (index == key.AsNumber && array.TryGetElement(run, index, out var element))
            {
                return element;
            }
        }

        if (target.IsNullish)
        {
            run.Position = position;
            throw run.TypeError($"Cannot read properties of {Coerce.ToText(run, target)}");
        }

        return Get(run, target, Coerce.ToKey(run, key), position);
    }

    public static void Put(Evaluation run, JsValue target, PropertyKey key, JsValue value, int position)
    {
        if (target.ObjectOrNull is { } holder)
        {
            if (!holder.Set(run, key, value, target))
            {
                run.Position = position;
                throw run.TypeError($"Cannot assign to read only property '{key}'");
            }

            return;
        }

        run.Position = position;
        if (target.IsNullish)
        {
            throw run.TypeError($"Cannot set properties of {Coerce.ToText(run, target)} (setting '{key}')");
        }

        if (!Coerce.ToObject(run, target).Set(run, key, value, target))
        {
            throw run.TypeError($"Cannot create property '{key}' on {Coerce.TypeOf(target)}");
        }
    }
}

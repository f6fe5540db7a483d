using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>Elements of arrays and of anything with a length. Arrays are read without going through property look-up.</summary>
internal static class Elements
{
    public static JsValue Get(Evaluation run, JsObject source, double index) =>
        source is JsArray array && index <= PropertyKey.MaxIndex && array.TryGetElement(run, (uint)index, out var value) ? value : source.GetIndex(run, index);

    /// <summary>Reads an element if there is one; holes have none.</summary>
    public static bool TryGet(Evaluation run, JsObject source, double index, out JsValue value)
    {
        run.Step();
        if (source is JsArray array && index <= PropertyKey.MaxIndex && array.TryGetElement(run, (uint)index, out value))
        {
            return true;
        }

        var key = PropertyKey.From(index);
        if (source.HasProperty(run, key))
        {
            value = source.Get(run, key);
            return true;
        }

        value = default;
        return false;
    }

    public static void Put(Evaluation run, JsObject target, double index, JsValue value) => target.Put(run, PropertyKey.From(index), value);

    public static void Delete(Evaluation run, JsObject target, double index)
    {
        if (!target.Delete(run, PropertyKey.From(index)))
        {
            throw run.TypeError($"Cannot delete property '{NumberText.Format(index)}'");
        }
    }

    public static void SetLength(Evaluation run, JsObject target, double length) => target.Put(run, "length", length);

    public static void Create(Evaluation run, JsObject target, double index, JsValue value)
    {
        if (target is JsArray array && index == array.Length && index < int.MaxValue && array.IsPlain(run))
        {
            array.Append(run, value);
        }
        else if (!target.CreateData(run, PropertyKey.From(index), value))
        {
            throw run.TypeError($"Cannot add property {NumberText.Format(index)}");
        }
    }

    /// <summary>The array that a method gives back: of the same kind as its source (§23.1.3.1.1).</summary>
    public static JsObject Species(Evaluation run, JsObject source, double length)
    {
        if (source is JsArray array && !(array.IsOrdinary(run) && !((IntrinsicObject)run.Intrinsic(IntrinsicId.ArrayPrototype)).IsChanged))
        {
            var constructor = source.Get(run, "constructor");
            if (constructor.ObjectOrNull is { } type && !ReferenceEquals(type, run.Intrinsic(IntrinsicId.Array)))
            {
                constructor = type.Get(run, JsSymbol.Species);
                if (!constructor.IsNullish)
                {
                    return constructor.FunctionOrNull is { IsConstructor: true } function
                        ? function.Construct(run, [length], function).AsObject
                        : throw run.TypeError("object.constructor[Symbol.species] is not a constructor");
                }
            }
            else if (!constructor.IsObject && !constructor.IsUndefined)
            {
                throw run.TypeError("object.constructor is not a constructor");
            }
        }

        if (length > uint.MaxValue)
        {
            throw run.RangeError("Invalid array length");
        }

        var made = new JsArray(run);
        if (length > 0)
        {
            made.SetLength(run, (uint)length);
        }

        return made;
    }
}

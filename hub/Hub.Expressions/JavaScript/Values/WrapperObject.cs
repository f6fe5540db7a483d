using Hub.Expressions.JavaScript.Execution;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>A String, Number, Boolean or Symbol object around its primitive value.</summary>
internal sealed class WrapperObject(JsObject prototype, JsValue primitive) : JsObject(prototype)
{
    public JsValue Primitive { get; } = primitive;

    public override string ClassName => Primitive.Kind switch
    {
        JsKind.String => "String",
        JsKind.Number => "Number",
        JsKind.Boolean => "Boolean",
        _ => "Object",
    };

    public override bool TryGetOwn(Evaluation run, PropertyKey key, out Property property)
    {
        if (Primitive.IsString)
        {
            if (key.IsIndex && key.Index < Primitive.StringLength)
            {
                property = new Property(TextUnits.At(Primitive.AsString, (int)key.Index), PropertyFlags.Enumerable);
                return true;
            }

            if (key.Text == "length")
            {
                property = new Property(Primitive.StringLength, PropertyFlags.None);
                return true;
            }
        }

        return base.TryGetOwn(run, key, out property);
    }

    public override void OwnKeys(Evaluation run, List<PropertyKey> keys)
    {
        if (!Primitive.IsString)
        {
            base.OwnKeys(run, keys);
            return;
        }

        run.StepMany(Primitive.StringLength);
        for (var i = 0; i < Primitive.StringLength; i++)
        {
            keys.Add(PropertyKey.FromIndex((uint)i));
        }

        var start = keys.Count;
        base.OwnKeys(run, keys);
        while (start < keys.Count && keys[start].IsIndex)
        {
            start++;
        }

        keys.Insert(start, "length");
    }
}

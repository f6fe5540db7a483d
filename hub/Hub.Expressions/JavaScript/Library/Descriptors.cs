using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>Property descriptors as objects (§6.2.6).</summary>
internal static class Descriptors
{
    public static PropertyChange Read(Evaluation run, JsValue value)
    {
        var source = value.ObjectOrNull ?? throw run.TypeError("Property description must be an object");
        var enumerable = Flag(run, source, "enumerable");
        var configurable = Flag(run, source, "configurable");
        JsValue? content = source.HasProperty(run, "value") ? source.Get(run, "value") : default(JsValue?);
        var writable = Flag(run, source, "writable");
        var getter = Function(run, source, "get");
        var setter = Function(run, source, "set");
        return (getter is not null || setter is not null) && (content is not null || writable is not null)
            ? throw run.TypeError("Invalid property descriptor. Cannot both specify accessors and a value or writable attribute")
            : new PropertyChange(content, getter, setter, writable, enumerable, configurable);
    }

    public static JsObject Write(Evaluation run, in Property property)
    {
        var made = run.NewObject(4);
        if (property.IsAccessor)
        {
            var pair = property.Value.AsAccessor;
            made.CreateData(run, "get", JsValue.FromNullable(pair.Get));
            made.CreateData(run, "set", JsValue.FromNullable(pair.Set));
        }
        else
        {
            made.CreateData(run, "value", property.Value);
            made.CreateData(run, "writable", property.Writable);
        }

        made.CreateData(run, "enumerable", property.Enumerable);
        made.CreateData(run, "configurable", property.Configurable);
        return made;
    }

    private static bool? Flag(Evaluation run, JsObject source, PropertyKey key) =>
        source.HasProperty(run, key) ? Coerce.ToBoolean(source.Get(run, key)) : null;

    private static JsValue? Function(Evaluation run, JsObject source, PropertyKey key)
    {
        if (!source.HasProperty(run, key))
        {
            return null;
        }

        var value = source.Get(run, key);
        return value.IsUndefined || value.FunctionOrNull is not null ? value : throw run.TypeError($"{(key.Text == "get" ? "Getter" : "Setter")} must be a function");
    }
}

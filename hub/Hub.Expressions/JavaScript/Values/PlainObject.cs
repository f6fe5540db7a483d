using Hub.Expressions.JavaScript.Execution;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>An object literal: an ordinary object with room for its members.</summary>
internal sealed class PlainObject : JsObject
{
    public PlainObject(JsObject prototype, int capacity)
        : base(prototype) => Map.Reserve(capacity);

    /// <summary>Adds a member that is known to be absent; its room was charged with the object.</summary>
    public void Add(PropertyKey key, JsValue value) => Map.Add(key, value, PropertyFlags.All);

    /// <summary>The members in order when there is nothing about them that a script could have its hand in: no getter, no hidden one, no <c>toJSON</c>.</summary>
    public bool TryGetPlainRow(Evaluation run, out ReadOnlySpan<PropertyMap.Entry> row)
    {
        row = default;
        return ReferenceEquals(Prototype, run.Intrinsic(IntrinsicId.ObjectPrototype))
            && !((IntrinsicObject)Prototype).IsChanged
            && Map.Find("toJSON") < 0
            && Map.TryGetPlainRow(out row);
    }
}

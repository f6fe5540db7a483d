namespace Hub.Expressions.JavaScript.Values;

/// <summary>An object literal: an ordinary object with room for its members.</summary>
internal sealed class PlainObject : JsObject
{
    public PlainObject(JsObject prototype, int capacity)
        : base(prototype) => Map.Reserve(capacity);
}

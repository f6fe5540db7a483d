using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>The variables of one scope that closures capture.</summary>
internal sealed class HeapScope(HeapScope? parent, int size)
{
    public readonly JsValue[] Slots = new JsValue[size];

    public readonly HeapScope? Parent = parent;

    public HeapScope Copy()
    {
        var copy = new HeapScope(Parent, Slots.Length);
        Slots.CopyTo(copy.Slots, 0);
        return copy;
    }
}

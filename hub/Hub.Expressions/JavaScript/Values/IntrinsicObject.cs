using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Library;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>A prototype or namespace of the standard library, of one evaluation; its members are made when first asked for.</summary>
internal sealed class IntrinsicObject : JsObject
{
    private readonly MemberTable members;

    public IntrinsicObject(JsObject? prototype, MemberTable members)
        : base(prototype)
    {
        this.members = members;
        IsLazy = true;
    }

    public override string ClassName => members.ClassName;

    /// <summary>Whether a member is still the one of the standard library.</summary>
    public bool IsUntouched(PropertyKey key)
    {
        var slot = Map.Find(key);
        return slot < 0 ? IsLazy && members.Contains(key) : Map.ValueAt(slot).ObjectOrNull is NativeFunction function && members.IsOriginal(key, function);
    }

    public override void PutOwn(Evaluation run, PropertyKey key, JsValue value, PropertyFlags flags)
    {
        run.PrototypesHoldElements |= key.IsIndex;
        base.PutOwn(run, key, value, flags);
    }

    protected override bool TryMake(Evaluation run, PropertyKey key)
    {
        if (!members.TryMake(run, key, out var value, out var flags))
        {
            return false;
        }

        Map.Add(key, value, flags);
        return true;
    }

    protected override void MakeAll(Evaluation run)
    {
        IsLazy = false;
        foreach (var key in members.Keys)
        {
            if (Map.Find(key) < 0)
            {
                TryMake(run, key);
            }
        }
    }
}

using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Library;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>What a place in a script found in a table of members: the code of the method it calls, or none.</summary>
internal sealed record MethodSite(MemberTable Members, NativeCode? Code);

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

    /// <summary>Whether a script put anything into it, took anything away or gave it another prototype.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Whether a member is still the one of the standard library.</summary>
    public bool IsUntouched(PropertyKey key)
    {
        var slot = Map.Find(key);
        return slot < 0 ? IsLazy && members.Contains(key) : Map.ValueAt(slot).ObjectOrNull is NativeFunction function && members.IsOriginal(key, function);
    }

    /// <summary>The code of a method that nobody read or replaced yet, so that calling it needs no function object.</summary>
    public bool TryGetCode(PropertyKey key, ref MethodSite? site, out NativeCode code)
    {
        if (!IsLazy || IsChanged || Map.Find(key) >= 0)
        {
            code = Unread;
            return false;
        }

        // What the table holds never changes, so the place in the script remembers it.
        var known = site;
        if (known is null || !ReferenceEquals(known.Members, members))
        {
            site = known = new MethodSite(members, members.CodeOf(key));
        }

        code = known.Code ?? Unread;
        return known.Code is not null;
    }

    public override bool SetPrototype(JsObject? prototype)
    {
        IsChanged = true;
        return base.SetPrototype(prototype);
    }

    public override void PutOwn(Evaluation run, PropertyKey key, JsValue value, PropertyFlags flags)
    {
        IsChanged = true;
        run.PrototypesHoldElements |= key.IsIndex;
        base.PutOwn(run, key, value, flags);
    }

    protected override void RemoveOwn(Evaluation run, PropertyKey key)
    {
        IsChanged = true;
        base.RemoveOwn(run, key);
    }

    private static JsValue Unread(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => throw new InvalidOperationException("There is no such method.");

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

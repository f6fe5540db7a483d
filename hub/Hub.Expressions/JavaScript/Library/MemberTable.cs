using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>The members of one standard object, shared by all evaluations; each evaluation makes its own functions from it when asked for.</summary>
internal sealed class MemberTable(string className = "Object")
{
    private readonly Dictionary<PropertyKey, Member> members = [];
    private readonly List<PropertyKey> keys = [];

    /// <summary>The name that <c>Object.prototype.toString</c> shows.</summary>
    public string ClassName => className;

    public IReadOnlyList<PropertyKey> Keys => keys;

    public MemberTable Method(PropertyKey key, int length, NativeCode code) => Add(key, new Member(PropertyFlags.Hidden, Code: code, Length: length));

    /// <summary>A method that cannot be replaced, such as <c>Symbol.prototype[Symbol.toPrimitive]</c>.</summary>
    public MemberTable FixedMethod(PropertyKey key, int length, NativeCode code) => Add(key, new Member(PropertyFlags.Configurable, Code: code, Length: length));

    public MemberTable Getter(PropertyKey key, NativeCode code) => Add(key, new Member(PropertyFlags.Configurable, Getter: code));

    public MemberTable GetterAndSetter(PropertyKey key, NativeCode getter, NativeCode setter) => Add(key, new Member(PropertyFlags.Configurable, Getter: getter, Setter: setter));

    /// <summary>A value; not writable unless told.</summary>
    public MemberTable Value(PropertyKey key, JsValue value, PropertyFlags flags = PropertyFlags.None) => Add(key, new Member(flags, Fixed: value));

    /// <summary>Another standard object, made when first asked for.</summary>
    public MemberTable Link(PropertyKey key, IntrinsicId id, PropertyFlags flags = PropertyFlags.Hidden) => Add(key, new Member(flags, Make: run => run.Intrinsic(id)));

    /// <summary>The same function under a second name.</summary>
    public MemberTable Alias(PropertyKey key, IntrinsicId holder, PropertyKey original) => Add(key, new Member(PropertyFlags.Hidden, Make: run => run.Intrinsic(holder).Get(run, original)));

    /// <summary>A value that each evaluation makes for itself.</summary>
    public MemberTable Made(PropertyKey key, Func<Evaluation, JsValue> make, PropertyFlags flags) => Add(key, new Member(flags, Make: make));

    public MemberTable Tag(string name) => Value(JsSymbol.ToStringTag, name, PropertyFlags.Configurable);

    /// <summary>The code of a method; null when there is none of that name, or when it is no method.</summary>
    public NativeCode? CodeOf(PropertyKey key) => members.TryGetValue(key, out var member) ? member.Code : null;

    public bool Contains(PropertyKey key) => members.ContainsKey(key);

    public bool IsOriginal(PropertyKey key, NativeFunction function) => members.TryGetValue(key, out var member) && ReferenceEquals(member.Code, function.Code);

    public bool TryMake(Evaluation run, PropertyKey key, out JsValue value, out PropertyFlags flags)
    {
        if (!members.TryGetValue(key, out var member))
        {
            value = default;
            flags = default;
            return false;
        }

        flags = member.Flags;
        var name = key.Name is JsSymbol symbol ? $"[{symbol.Description}]" : key.ToString();
        value = member.Code is not null ? new NativeFunction(run, name, member.Length, member.Code)
            : member.Getter is not null ? JsValue.From(new Accessor(
                new NativeFunction(run, "get " + name, 0, member.Getter),
                member.Setter is null ? null : new NativeFunction(run, "set " + name, 1, member.Setter)))
            : member.Make is not null ? member.Make(run)
            : member.Fixed;
        return true;
    }

    private MemberTable Add(PropertyKey key, Member member)
    {
        members.Add(key, member);
        keys.Add(key);
        return this;
    }

    private sealed record Member(PropertyFlags Flags, NativeCode? Code = null, int Length = 0, NativeCode? Getter = null, NativeCode? Setter = null, JsValue Fixed = default, Func<Evaluation, JsValue>? Make = null);
}

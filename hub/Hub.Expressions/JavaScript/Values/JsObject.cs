using Hub.Expressions.JavaScript.Execution;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>An ordinary object: properties with attributes, a prototype, and the essential internal methods of the standard (§10.1), which the exotic kinds override.</summary>
internal class JsObject(JsObject? prototype)
{
    private PropertyMap map;

    public JsObject? Prototype { get; protected set; } = prototype;

    public bool Extensible { get; protected set; } = true;

    /// <summary>The name that <c>Object.prototype.toString</c> shows.</summary>
    public virtual string ClassName => "Object";

    /// <summary>Whether some own properties are not in the map yet: those of the standard library and of JSON data are made when first asked for.</summary>
    protected bool IsLazy { get; set; }

    protected ref PropertyMap Map => ref map;

    /// <summary>Makes one property of a lazy object; false when it has none of that name.</summary>
    protected virtual bool TryMake(Evaluation run, PropertyKey key) => false;

    /// <summary>Makes all that is still missing and ends the laziness.</summary>
    protected virtual void MakeAll(Evaluation run) => IsLazy = false;

    public virtual bool TryGetOwn(Evaluation run, PropertyKey key, out Property property)
    {
        var slot = map.Find(key);
        if (slot < 0 && IsLazy && TryMake(run, key))
        {
            slot = map.Slots - 1;
        }

        if (slot < 0)
        {
            property = default;
            return false;
        }

        property = new Property(map.ValueAt(slot), map.FlagsAt(slot));
        return true;
    }

    /// <summary>Adds or replaces an own property, without asking whether that is allowed.</summary>
    public virtual void PutOwn(Evaluation run, PropertyKey key, JsValue value, PropertyFlags flags)
    {
        if (IsLazy)
        {
            MakeAll(run);
        }

        var slot = map.Find(key);
        if (slot < 0)
        {
            run.Charge(48);
            map.Add(key, value, flags);
        }
        else
        {
            map.ValueAt(slot) = value;
            map.FlagsAt(slot) = flags;
        }
    }

    /// <summary>Removes an own property, without asking whether that is allowed.</summary>
    protected virtual void RemoveOwn(Evaluation run, PropertyKey key)
    {
        if (IsLazy)
        {
            MakeAll(run);
        }

        var slot = map.Find(key);
        if (slot >= 0)
        {
            map.RemoveAt(slot);
        }
    }

    /// <summary>Own keys in the standard's order: indices ascending, strings, symbols.</summary>
    public virtual void OwnKeys(Evaluation run, List<PropertyKey> keys)
    {
        if (IsLazy)
        {
            MakeAll(run);
        }

        var start = keys.Count;
        var hasSymbols = false;
        for (var i = 0; i < map.Slots; i++)
        {
            if (map.IsLive(i) && map.KeyAt(i).IsIndex)
            {
                keys.Add(map.KeyAt(i));
            }
        }

        if (keys.Count - start > 1)
        {
            keys.Sort(start, keys.Count - start, Comparer<PropertyKey>.Create(static (a, b) => a.Index.CompareTo(b.Index)));
        }

        for (var i = 0; i < map.Slots; i++)
        {
            if (map.IsLive(i) && map.KeyAt(i).Text is not null)
            {
                keys.Add(map.KeyAt(i));
            }
            else
            {
                hasSymbols |= map.KeyAt(i).IsSymbol;
            }
        }

        for (var i = 0; hasSymbols && i < map.Slots; i++)
        {
            if (map.IsLive(i) && map.KeyAt(i).IsSymbol)
            {
                keys.Add(map.KeyAt(i));
            }
        }
    }

    public JsValue Get(Evaluation run, PropertyKey key) => Get(run, key, this);

    public virtual JsValue Get(Evaluation run, PropertyKey key, JsValue receiver)
    {
        for (var holder = this; holder is not null; holder = holder.Prototype)
        {
            if (holder.TryGetOwn(run, key, out var property))
            {
                return property.IsAccessor ? CallGetter(run, property, receiver) : property.Value;
            }
        }

        return JsValue.Undefined;
    }

    /// <summary>Reads a named property, remembering in <paramref name="hint"/> where it was for the next object of the same make.</summary>
    public JsValue GetNamed(Evaluation run, PropertyKey key, ref int hint)
    {
        var slot = hint;
        if (map.IsAt(slot, key.Name!) || (slot = map.Find(key)) >= 0)
        {
            hint = slot;
            ref var value = ref map.ValueAt(slot);
            return value.Kind == JsKind.Accessor ? CallGetter(run, new Property(value, default), this) : value;
        }

        return Get(run, key, this);
    }

    public JsValue GetIndex(Evaluation run, double index) => Get(run, PropertyKey.From(index), this);

    public bool HasProperty(Evaluation run, PropertyKey key)
    {
        for (var holder = this; holder is not null; holder = holder.Prototype)
        {
            if (holder.TryGetOwn(run, key, out _))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Assigns, or throws the TypeError that strict code gets.</summary>
    public void Put(Evaluation run, PropertyKey key, JsValue value)
    {
        if (!Set(run, key, value, this))
        {
            throw run.TypeError($"Cannot assign to read only property '{key}'");
        }
    }

    public virtual bool Set(Evaluation run, PropertyKey key, JsValue value, JsValue receiver)
    {
        for (var holder = this; holder is not null; holder = holder.Prototype)
        {
            if (!holder.TryGetOwn(run, key, out var property))
            {
                if (!ReferenceEquals(holder, this) && holder is HostObject)
                {
                    return holder.Set(run, key, value, receiver);
                }

                continue;
            }

            if (property.IsAccessor)
            {
                if (property.Value.AsAccessor.Set is not { } setter)
                {
                    return false;
                }

                setter.Call(run, receiver, [value]);
                return true;
            }

            if (!property.Writable)
            {
                return false;
            }

            if (ReferenceEquals(holder, receiver.ObjectOrNull))
            {
                holder.PutOwn(run, key, value, property.Flags);
                return true;
            }

            break;
        }

        if (receiver.ObjectOrNull is not { } target)
        {
            return false;
        }

        if (target.TryGetOwn(run, key, out var existing))
        {
            if (existing.IsAccessor || !existing.Writable)
            {
                return false;
            }

            target.PutOwn(run, key, value, existing.Flags);
            return true;
        }

        return target.CreateData(run, key, value);
    }

    /// <summary>Creates a plain property when the object may still grow.</summary>
    public virtual bool CreateData(Evaluation run, PropertyKey key, JsValue value) =>
        DefineOwn(run, key, PropertyChange.Full(value, PropertyFlags.All));

    /// <summary>ValidateAndApplyPropertyDescriptor of the standard (§10.1.6.3).</summary>
    public virtual bool DefineOwn(Evaluation run, PropertyKey key, in PropertyChange change)
    {
        if (!TryGetOwn(run, key, out var current))
        {
            if (!Extensible)
            {
                return false;
            }

            var added = change.IsAccessor
                ? JsValue.From(new Accessor(change.Get?.FunctionOrNull, change.Set?.FunctionOrNull))
                : change.Value ?? JsValue.Undefined;
            PutOwn(run, key, added, FlagsOf(change, default));
            return true;
        }

        if (!current.Configurable && !IsAllowedOnFixed(current, change))
        {
            return false;
        }

        if (change.IsAccessor)
        {
            var old = current.IsAccessor ? current.Value.AsAccessor : null;
            var pair = new Accessor(
                change.Get is { } get ? get.FunctionOrNull : old?.Get,
                change.Set is { } set ? set.FunctionOrNull : old?.Set);
            PutOwn(run, key, JsValue.From(pair), FlagsOf(change, current.Flags & ~PropertyFlags.Writable));
        }
        else if (current.IsAccessor && change.IsData)
        {
            PutOwn(run, key, change.Value ?? JsValue.Undefined, FlagsOf(change, current.Flags & ~PropertyFlags.Writable));
        }
        else
        {
            PutOwn(run, key, change.Value ?? current.Value, FlagsOf(change, current.Flags));
        }

        return true;
    }

    public virtual bool Delete(Evaluation run, PropertyKey key)
    {
        if (!TryGetOwn(run, key, out var property))
        {
            return true;
        }

        if (!property.Configurable)
        {
            return false;
        }

        RemoveOwn(run, key);
        return true;
    }

    public virtual bool PreventExtensions(Evaluation run)
    {
        Extensible = false;
        return true;
    }

    /// <summary>Changes the prototype; false when that is not allowed or would close a circle.</summary>
    public virtual bool SetPrototype(JsObject? prototype)
    {
        if (ReferenceEquals(prototype, Prototype))
        {
            return true;
        }

        for (var ancestor = prototype; ancestor is not null; ancestor = ancestor.Prototype)
        {
            if (ReferenceEquals(ancestor, this))
            {
                return false;
            }
        }

        if (!Extensible)
        {
            return false;
        }

        Prototype = prototype;
        return true;
    }

    /// <summary>Calls a method of this object.</summary>
    public JsValue Invoke(Evaluation run, PropertyKey key, ReadOnlySpan<JsValue> arguments) =>
        Get(run, key).FunctionOrNull is { } function ? function.Call(run, this, arguments) : throw run.TypeError($"{key} is not a function");

    protected static JsValue CallGetter(Evaluation run, in Property property, JsValue receiver) =>
        property.Value.AsAccessor.Get is { } getter ? getter.Call(run, receiver, []) : JsValue.Undefined;

    private static bool IsAllowedOnFixed(in Property current, in PropertyChange change)
    {
        if (change.Configurable == true || (change.Enumerable is { } enumerable && enumerable != current.Enumerable))
        {
            return false;
        }

        if (current.IsAccessor)
        {
            var pair = current.Value.AsAccessor;
            return !change.IsData
                && (change.Get is not { } get || ReferenceEquals(get.FunctionOrNull, pair.Get))
                && (change.Set is not { } set || ReferenceEquals(set.FunctionOrNull, pair.Set));
        }

        return !change.IsAccessor
            && (current.Writable || (change.Writable != true && (change.Value is not { } value || Coerce.SameValue(value, current.Value))));
    }

    private static PropertyFlags FlagsOf(in PropertyChange change, PropertyFlags old)
    {
        var flags = Choose(change.Enumerable, PropertyFlags.Enumerable, old) | Choose(change.Configurable, PropertyFlags.Configurable, old);
        return change.IsAccessor ? flags : flags | Choose(change.Writable, PropertyFlags.Writable, old);
    }

    private static PropertyFlags Choose(bool? wanted, PropertyFlags flag, PropertyFlags old) => wanted switch
    {
        true => flag,
        false => PropertyFlags.None,
        null => old & flag,
    };
}

using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>Object</c> and its prototype (§20.1).</summary>
internal static class ObjectLibrary
{
    public static MemberTable Prototype { get; } = new MemberTable()
        .Link("constructor", IntrinsicId.Object)
        .Method("hasOwnProperty", 1, static (run, self, arguments) =>
        {
            var key = Coerce.ToKey(run, arguments.At(0));
            return Coerce.ToObject(run, self).TryGetOwn(run, key, out _);
        })
        .Method("isPrototypeOf", 1, static (run, self, arguments) => IsPrototypeOf(run, self, arguments.At(0)))
        .Method("propertyIsEnumerable", 1, static (run, self, arguments) =>
        {
            var key = Coerce.ToKey(run, arguments.At(0));
            return Coerce.ToObject(run, self).TryGetOwn(run, key, out var property) && property.Enumerable;
        })
        .Method("toLocaleString", 0, static (run, self, _) => Members.Get(run, self, "toString", run.Position).FunctionOrNull?.Call(run, self, []) ?? throw run.TypeError("toString is not a function"))
        .Method("toString", 0, static (run, self, _) => ToText(run, self))
        .Method("valueOf", 0, static (run, self, _) => Coerce.ToObject(run, self))
        .Method("__defineGetter__", 2, static (run, self, arguments) =>
        {
            var target = Coerce.ToObject(run, self);
            JsValue getter = FunctionLibrary.Callable(run, arguments.At(1));
            Define(run, target, Coerce.ToKey(run, arguments.At(0)), new PropertyChange(null, getter, null, null, true, true));
            return default;
        })
        .Method("__defineSetter__", 2, static (run, self, arguments) =>
        {
            var target = Coerce.ToObject(run, self);
            JsValue setter = FunctionLibrary.Callable(run, arguments.At(1));
            Define(run, target, Coerce.ToKey(run, arguments.At(0)), new PropertyChange(null, null, setter, null, true, true));
            return default;
        })
        .Method("__lookupGetter__", 1, static (run, self, arguments) => JsValue.FromNullable(FindAccessor(run, self, arguments.At(0))?.Get))
        .Method("__lookupSetter__", 1, static (run, self, arguments) => JsValue.FromNullable(FindAccessor(run, self, arguments.At(0))?.Set))
        .GetterAndSetter("__proto__", static (run, self, _) => JsValue.FromNullable(Coerce.ToObject(run, self).Prototype) is { IsUndefined: false } prototype ? prototype : JsValue.Null, SetProto);

    public static MemberTable Statics { get; } = new MemberTable()
        .Link("prototype", IntrinsicId.ObjectPrototype, PropertyFlags.None)
        .Method("assign", 2, Assign)
        .Method("create", 2, Create)
        .Method("defineProperty", 3, static (run, _, arguments) =>
        {
            var target = arguments.At(0).ObjectOrNull ?? throw run.TypeError("Object.defineProperty called on non-object");
            var key = Coerce.ToKey(run, arguments.At(1));
            Define(run, target, key, Descriptors.Read(run, arguments.At(2)));
            return target;
        })
        .Method("defineProperties", 2, static (run, _, arguments) =>
        {
            var target = arguments.At(0).ObjectOrNull ?? throw run.TypeError("Object.defineProperties called on non-object");
            return DefineAll(run, target, arguments.At(1));
        })
        .Method("entries", 1, static (run, _, arguments) => Listed(run, arguments.At(0), static (run, key, value) => new JsArray(run, [key.ToValue(), value], 2)))
        .Method("freeze", 1, static (run, _, arguments) =>
        {
            if (arguments.At(0).ObjectOrNull is { } target)
            {
                Freeze(run, target);
            }

            return arguments.At(0);
        })
        .Method("fromEntries", 1, FromEntries)
        .Method("groupBy", 2, Grouping.ToObject)
        .Method("getOwnPropertyDescriptor", 2, static (run, _, arguments) =>
        {
            var target = Coerce.ToObject(run, arguments.At(0));
            return target.TryGetOwn(run, Coerce.ToKey(run, arguments.At(1)), out var property) ? Descriptors.Write(run, property) : default(JsValue);
        })
        .Method("getOwnPropertyDescriptors", 1, static (run, _, arguments) =>
        {
            var target = Coerce.ToObject(run, arguments.At(0));
            var made = run.NewObject(4);
            foreach (var key in KeysOf(run, target))
            {
                if (target.TryGetOwn(run, key, out var property))
                {
                    made.CreateData(run, key, Descriptors.Write(run, property));
                }
            }

            return made;
        })
        .Method("getOwnPropertyNames", 1, static (run, _, arguments) => KeyArray(run, arguments.At(0), symbols: false))
        .Method("getOwnPropertySymbols", 1, static (run, _, arguments) => KeyArray(run, arguments.At(0), symbols: true))
        .Method("getPrototypeOf", 1, static (run, _, arguments) => Coerce.ToObject(run, arguments.At(0)).Prototype is { } prototype ? prototype : JsValue.Null)
        .Method("hasOwn", 2, static (run, _, arguments) =>
        {
            var target = Coerce.ToObject(run, arguments.At(0));
            return target.TryGetOwn(run, Coerce.ToKey(run, arguments.At(1)), out var found) && !found.Value.IsEmpty;
        })
        .Method("is", 2, static (_, _, arguments) => Coerce.SameValue(arguments.At(0), arguments.At(1)))
        .Method("isExtensible", 1, static (_, _, arguments) => arguments.At(0).ObjectOrNull is { Extensible: true })
        .Method("isFrozen", 1, static (run, _, arguments) => IsLocked(run, arguments.At(0), frozen: true))
        .Method("isSealed", 1, static (run, _, arguments) => IsLocked(run, arguments.At(0), frozen: false))
        .Method("keys", 1, static (run, _, arguments) => Listed(run, arguments.At(0), static (_, key, _) => key.ToValue(), readsValues: false))
        .Method("preventExtensions", 1, static (run, _, arguments) =>
            arguments.At(0).ObjectOrNull is { } target && !target.PreventExtensions(run) ? throw run.TypeError("Cannot prevent extensions") : arguments.At(0))
        .Method("seal", 1, static (run, _, arguments) =>
        {
            if (arguments.At(0).ObjectOrNull is { } target)
            {
                Lock(run, target, frozen: false);
            }

            return arguments.At(0);
        })
        .Method("setPrototypeOf", 2, SetPrototypeOf)
        .Method("values", 1, static (run, _, arguments) => Listed(run, arguments.At(0), static (_, _, value) => value));

    public static JsValue Call(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) =>
        arguments.At(0).IsNullish ? run.NewObject(0) : Coerce.ToObject(run, arguments.At(0));

    public static JsValue Construct(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget) =>
        ReferenceEquals(newTarget, run.Intrinsic(IntrinsicId.Object))
            ? Call(run, default, arguments)
            : new JsObject(JsFunction.PrototypeFor(run, newTarget, IntrinsicId.ObjectPrototype));

    public static List<PropertyKey> KeysOf(Evaluation run, JsObject target)
    {
        var keys = new List<PropertyKey>();
        target.OwnKeys(run, keys);
        run.StepMany(keys.Count);
        run.Charge(keys.Count * 16L);
        return keys;
    }

    /// <summary>Copies own enumerable properties, as spread and rest do.</summary>
    public static void CopyData(Evaluation run, JsValue source, JsObject target, List<PropertyKey> except)
    {
        if (source.IsNullish)
        {
            return;
        }

        var from = Coerce.ToObject(run, source);
        foreach (var key in KeysOf(run, from))
        {
            if (!except.Contains(key) && from.TryGetOwn(run, key, out var property) && property.Enumerable)
            {
                target.CreateData(run, key, property.IsAccessor ? from.Get(run, key) : property.Value);
            }
        }
    }

    public static void Freeze(Evaluation run, JsObject target) => Lock(run, target, frozen: true);

    public static void Define(Evaluation run, JsObject target, PropertyKey key, in PropertyChange change)
    {
        if (!target.DefineOwn(run, key, change))
        {
            throw run.TypeError($"Cannot redefine property: {key}");
        }
    }

    private static Accessor? FindAccessor(Evaluation run, JsValue self, JsValue name)
    {
        var target = Coerce.ToObject(run, self);
        var key = Coerce.ToKey(run, name);
        for (var holder = target; holder is not null; holder = holder.Prototype)
        {
            if (holder.TryGetOwn(run, key, out var property))
            {
                return property.IsAccessor ? property.Value.AsAccessor : null;
            }
        }

        return null;
    }

    private static void Lock(Evaluation run, JsObject target, bool frozen)
    {
        if (!target.PreventExtensions(run))
        {
            throw run.TypeError("Cannot freeze");
        }

        foreach (var key in KeysOf(run, target))
        {
            if (target.TryGetOwn(run, key, out var property))
            {
                Define(run, target, key, new PropertyChange(null, null, null, frozen && !property.IsAccessor ? false : null, null, false));
            }
        }
    }

    private static JsValue IsLocked(Evaluation run, JsValue value, bool frozen)
    {
        if (value.ObjectOrNull is not { } target)
        {
            return true;
        }

        return !target.Extensible && KeysOf(run, target).TrueForAll(key =>
            !target.TryGetOwn(run, key, out var property) || (!property.Configurable && (!frozen || property.IsAccessor || !property.Writable)));
    }

    private static JsValue Listed(Evaluation run, JsValue value, Func<Evaluation, PropertyKey, JsValue, JsValue> select, bool readsValues = true)
    {
        var target = Coerce.ToObject(run, value);
        var list = new JsArray(run);
        foreach (var key in KeysOf(run, target))
        {
            if (!key.IsSymbol && target.TryGetOwn(run, key, out var property) && property.Enumerable)
            {
                list.Append(run, select(run, key, !readsValues ? default : property.IsAccessor ? target.Get(run, key) : property.Value));
            }
        }

        return list;
    }

    private static JsValue KeyArray(Evaluation run, JsValue value, bool symbols)
    {
        var list = new JsArray(run);
        foreach (var key in KeysOf(run, Coerce.ToObject(run, value)))
        {
            if (key.IsSymbol == symbols)
            {
                list.Append(run, key.ToValue());
            }
        }

        return list;
    }

    private static JsValue Assign(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var target = Coerce.ToObject(run, arguments.At(0));
        for (var i = 1; i < arguments.Length; i++)
        {
            if (arguments[i].IsNullish)
            {
                continue;
            }

            var from = Coerce.ToObject(run, arguments[i]);
            foreach (var key in KeysOf(run, from))
            {
                if (from.TryGetOwn(run, key, out var property) && property.Enumerable)
                {
                    target.Put(run, key, property.IsAccessor ? from.Get(run, key) : property.Value);
                }
            }
        }

        return target;
    }

    private static JsValue Create(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var prototype = arguments.At(0);
        if (!prototype.IsObject && !prototype.IsNull)
        {
            throw run.TypeError("Object prototype may only be an Object or null");
        }

        run.Charge(64);
        var made = new JsObject(prototype.ObjectOrNull);
        return arguments.At(1).IsUndefined ? made : DefineAll(run, made, arguments.At(1));
    }

    private static JsValue DefineAll(Evaluation run, JsObject target, JsValue descriptors)
    {
        var source = Coerce.ToObject(run, descriptors);
        var changes = new List<(PropertyKey, PropertyChange)>();
        foreach (var key in KeysOf(run, source))
        {
            if (source.TryGetOwn(run, key, out var property) && property.Enumerable)
            {
                changes.Add((key, Descriptors.Read(run, source.Get(run, key))));
            }
        }

        foreach (var (key, change) in changes)
        {
            Define(run, target, key, change);
        }

        return target;
    }

    private static JsValue FromEntries(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var made = run.NewObject(4);
        var iteration = Iteration.Over(run, arguments.At(0));
        try
        {
            while (iteration.MoveNext(run, out var entry))
            {
                run.Step();
                var pair = entry.ObjectOrNull ?? throw run.TypeError("Iterator value is not an entry object");
                var key = pair.GetIndex(run, 0);
                var value = pair.GetIndex(run, 1);
                made.CreateData(run, Coerce.ToKey(run, key), value);
            }
        }
        catch (JsThrow)
        {
            iteration.CloseQuietly(run);
            throw;
        }

        return made;
    }

    private static JsValue SetPrototypeOf(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var prototype = arguments.At(1);
        if (arguments.At(0).IsNullish || (!prototype.IsObject && !prototype.IsNull))
        {
            throw run.TypeError("Object prototype may only be an Object or null");
        }

        return arguments.At(0).ObjectOrNull is { } target && !target.SetPrototype(prototype.ObjectOrNull)
            ? throw run.TypeError("Cannot set the prototype of this object")
            : arguments.At(0);
    }

    private static JsValue SetProto(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var prototype = arguments.At(0);
        if (self.IsNullish)
        {
            throw run.TypeError("Object.prototype.__proto__ called on null or undefined");
        }

        return self.ObjectOrNull is { } target && (prototype.IsObject || prototype.IsNull) && !target.SetPrototype(prototype.ObjectOrNull)
            ? throw run.TypeError("Cannot set the prototype of this object")
            : default;
    }

    private static bool IsPrototypeOf(Evaluation run, JsValue self, JsValue value)
    {
        if (value.ObjectOrNull is not { } target)
        {
            return false;
        }

        var candidate = Coerce.ToObject(run, self);
        for (var ancestor = target.Prototype; ancestor is not null; ancestor = ancestor.Prototype)
        {
            if (ReferenceEquals(ancestor, candidate))
            {
                return true;
            }
        }

        return false;
    }

    private static JsValue ToText(Evaluation run, JsValue self)
    {
        if (self.IsNullish)
        {
            return self.IsNull ? "[object Null]" : "[object Undefined]";
        }

        var target = Coerce.ToObject(run, self);
        var tag = target.Get(run, JsSymbol.ToStringTag);
        var builtIn = target switch
        {
            JsArray => "Array",
            JsFunction => "Function",
            JsError => "Error",
            JsDate => "Date",
            JsRegExp => "RegExp",
            ArgumentsObject => "Arguments",
            WrapperObject => target.ClassName,
            IntrinsicObject => target.ClassName,
            _ => "Object",
        };
        return $"[object {(tag.IsString ? tag.AsString : builtIn)}]";
    }
}

using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>Function.prototype</c> (§20.2). Making functions from text is refused.</summary>
internal static class FunctionLibrary
{
    public static MemberTable Prototype { get; } = new MemberTable("Function")
        .Link("constructor", IntrinsicId.Function)
        .Method("apply", 2, static (run, self, arguments) => Callable(run, self).Call(run, arguments.At(0), arguments.At(1).IsNullish ? [] : ListOf(run, arguments.At(1))))
        .Method("bind", 1, Bind)
        .Method("call", 1, static (run, self, arguments) => Callable(run, self).Call(run, arguments.At(0), arguments.Length > 1 ? arguments[1..] : []))
        .Method("toString", 0, static (run, self, _) => self.ObjectOrNull switch
        {
            ScriptFunction script => script.Code.Text,
            NativeFunction native => $"function {native.Name}() {{ [native code] }}",
            JsFunction => "function () { [native code] }",
            _ => throw run.TypeError("Function.prototype.toString requires that 'this' be a Function"),
        })
        .Value(JsSymbol.HasInstance, default)
        .Made("caller", Restricted, PropertyFlags.Configurable)
        .Made("arguments", Restricted, PropertyFlags.Configurable);

    public static MemberTable Statics { get; } = new MemberTable().Link("prototype", IntrinsicId.FunctionPrototype, PropertyFlags.None);

    public static MemberTable AsyncPrototype { get; } = new MemberTable().Link("constructor", IntrinsicId.Function).Tag("AsyncFunction");

    public static MemberTable GeneratorFunctionPrototype { get; } = new MemberTable()
        .Link("constructor", IntrinsicId.Function)
        .Link("prototype", IntrinsicId.GeneratorPrototype, PropertyFlags.Configurable)
        .Tag("GeneratorFunction");

    /// <summary>An accessor that throws both ways: what strict code sees of <c>caller</c>, <c>callee</c> and the like (§10.2.4.1).</summary>
    public static JsValue Restricted(Evaluation run)
    {
        var thrower = (JsFunction)run.Intrinsic(IntrinsicId.ThrowTypeError);
        return JsValue.From(new Accessor(thrower, thrower));
    }

    public static JsFunction MakeThrower(Evaluation run)
    {
        var made = new NativeFunction(run, string.Empty, 0, static (run, _, _) => throw run.TypeError("'caller', 'callee', and 'arguments' properties may not be accessed on strict mode functions"));
        foreach (var key in (PropertyKey[])["length", "name"])
        {
            made.DefineOwn(run, key, new PropertyChange(null, null, null, null, null, false));
        }

        made.PreventExtensions(run);
        return made;
    }

    public static JsValue Refuse(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) =>
        throw run.TypeError("Function from text is not offered in expressions");

    public static JsValue RefuseNew(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget) => Refuse(run, default, arguments);

    /// <summary>The <c>instanceof</c> of the language.</summary>
    public static bool IsInstance(Evaluation run, JsValue value, JsValue type)
    {
        var target = type.ObjectOrNull ?? throw run.TypeError("Right-hand side of 'instanceof' is not an object");
        var custom = target.Get(run, JsSymbol.HasInstance);
        if (!custom.IsNullish)
        {
            return Coerce.ToBoolean(Callable(run, custom).Call(run, type, [value]));
        }

        if (target is BoundFunction bound)
        {
            return IsInstance(run, value, bound.Target);
        }

        if (target is not JsFunction)
        {
            throw run.TypeError("Right-hand side of 'instanceof' is not callable");
        }

        if (value.ObjectOrNull is not { } instance)
        {
            return false;
        }

        var prototype = target.Get(run, "prototype").ObjectOrNull ?? throw run.TypeError("Function has non-object prototype in instanceof check");
        for (var ancestor = instance.Prototype; ancestor is not null; ancestor = ancestor.Prototype)
        {
            if (ReferenceEquals(ancestor, prototype))
            {
                return true;
            }
        }

        return false;
    }

    public static JsFunction Callable(Evaluation run, JsValue value) =>
        value.FunctionOrNull ?? throw run.TypeError($"{(value.IsObject ? "object" : value.IsSymbol ? "symbol" : Coerce.ToText(run, value))} is not a function");

    /// <summary>The elements of an array-like, for <c>apply</c>.</summary>
    public static JsValue[] ListOf(Evaluation run, JsValue value)
    {
        var source = value.ObjectOrNull ?? throw run.TypeError("CreateListFromArrayLike called on non-object");
        var length = Coerce.LengthOf(run, source);
        run.StepMany(length);
        run.Charge((long)Math.Min(length * 16, long.MaxValue / 4));
        var list = new JsValue[(int)length];
        for (var i = 0; i < list.Length; i++)
        {
            list[i] = source.GetIndex(run, i);
        }

        return list;
    }

    private static JsValue Bind(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var target = self.FunctionOrNull ?? throw run.TypeError("Bind must be called on a function");
        run.Charge(128 + (arguments.Length * 16));
        var bound = new BoundFunction(target, arguments.At(0), arguments.Length > 1 ? arguments[1..].ToArray() : []);
        var length = 0.0;
        if (target.TryGetOwn(run, "length", out _) && target.Get(run, "length") is { IsNumber: true } declared)
        {
            length = Math.Max(0, Coerce.ToInteger(run, declared) - Math.Max(0, arguments.Length - 1));
        }

        var name = target.Get(run, "name");
        bound.PutOwn(run, "length", length, PropertyFlags.Configurable);
        bound.PutOwn(run, "name", Coerce.Concat(run, "bound ", name.IsString ? name : string.Empty), PropertyFlags.Configurable);
        return bound;
    }
}

using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>Set</c> (§24.2).</summary>
internal static class SetLibrary
{
    public static MemberTable Prototype { get; } = new MemberTable()
        .Link("constructor", IntrinsicId.Set)
        .Method("add", 1, static (run, self, arguments) =>
        {
            This(run, self).Set(run, arguments.At(0), arguments.At(0));
            return self;
        })
        .Method("clear", 0, static (run, self, _) =>
        {
            This(run, self).Clear();
            return default;
        })
        .Method("delete", 1, static (run, self, arguments) => This(run, self).Remove(arguments.At(0)))
        .Method("entries", 0, static (run, self, _) => Walk(run, self, static (run, key) => new JsArray(run, [key, key], 2)))
        .Method("difference", 1, SetOperations.Difference)
        .Method("intersection", 1, SetOperations.Intersection)
        .Method("isDisjointFrom", 1, SetOperations.IsDisjointFrom)
        .Method("isSubsetOf", 1, SetOperations.IsSubsetOf)
        .Method("isSupersetOf", 1, SetOperations.IsSupersetOf)
        .Method("symmetricDifference", 1, SetOperations.SymmetricDifference)
        .Method("union", 1, SetOperations.Union)
        .Method("forEach", 1, static (run, self, arguments) => MapLibrary.ForEach(run, self, This(run, self), arguments))
        .Method("has", 1, static (run, self, arguments) => This(run, self).TryGet(arguments.At(0), out _))
        .Getter("size", static (run, self, _) => This(run, self).Count)
        .Method("values", 0, static (run, self, _) => Walk(run, self, static (_, key) => key))
        .Alias("keys", IntrinsicId.SetPrototype, "values")
        .Alias(JsSymbol.Iterator, IntrinsicId.SetPrototype, "values")
        .Tag("Set");

    public static MemberTable Statics { get; } = new MemberTable()
        .Link("prototype", IntrinsicId.SetPrototype, PropertyFlags.None)
        .Getter(JsSymbol.Species, static (_, self, _) => self);

    public static JsValue Call(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => throw run.TypeError("Constructor Set requires 'new'");

    public static JsValue Construct(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget)
    {
        run.Charge(240);
        var made = new JsCollection(JsFunction.PrototypeFor(run, newTarget, IntrinsicId.SetPrototype), "Set");
        if (arguments.At(0).IsNullish)
        {
            return made;
        }

        var add = FunctionLibrary.Callable(run, made.Get(run, "add"));
        var iteration = Iteration.Over(run, arguments.At(0));
        try
        {
            while (iteration.MoveNext(run, out var value))
            {
                run.Step();
                add.Call(run, made, [value]);
            }
        }
        catch (JsThrow)
        {
            iteration.CloseQuietly(run);
            throw;
        }

        return made;
    }

    public static KeyedList This(Evaluation run, JsValue self) =>
        self.ObjectOrNull is JsCollection { ClassName: "Set" } set ? set.Entries : throw run.TypeError("Set.prototype method called on a value that is not a Set");

    private static LibraryIterator Walk(Evaluation run, JsValue self, Func<Evaluation, JsValue, JsValue> select)
    {
        var entries = This(run, self);
        var position = 0;
        return new LibraryIterator(run, IntrinsicId.SetIteratorPrototype, "Set Iterator", (Evaluation run, out JsValue result) =>
        {
            var found = entries.MoveNext(run, ref position, out var key, out _);
            result = found ? select(run, key) : default;
            return found;
        });
    }
}

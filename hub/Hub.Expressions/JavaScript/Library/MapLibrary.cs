using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>Map</c> (§24.1).</summary>
internal static class MapLibrary
{
    public static MemberTable Prototype { get; } = new MemberTable()
        .Link("constructor", IntrinsicId.Map)
        .Method("clear", 0, static (run, self, _) =>
        {
            This(run, self).Clear();
            return default;
        })
        .Method("delete", 1, static (run, self, arguments) => This(run, self).Remove(arguments.At(0)))
        .Method("entries", 0, static (run, self, _) => Walk(run, self, static (run, key, value) => new JsArray(run, [key, value], 2)))
        .Method("forEach", 1, static (run, self, arguments) => ForEach(run, self, This(run, self), arguments))
        .Method("get", 1, static (run, self, arguments) => This(run, self).TryGet(arguments.At(0), out var value) ? value : default)
        .Method("has", 1, static (run, self, arguments) => This(run, self).TryGet(arguments.At(0), out _))
        .Method("keys", 0, static (run, self, _) => Walk(run, self, static (_, key, _) => key))
        .Method("set", 2, static (run, self, arguments) =>
        {
            This(run, self).Set(run, arguments.At(0), arguments.At(1));
            return self;
        })
        .Getter("size", static (run, self, _) => This(run, self).Count)
        .Method("values", 0, static (run, self, _) => Walk(run, self, static (_, _, value) => value))
        .Alias(JsSymbol.Iterator, IntrinsicId.MapPrototype, "entries")
        .Tag("Map");

    public static MemberTable Statics { get; } = new MemberTable()
        .Link("prototype", IntrinsicId.MapPrototype, PropertyFlags.None)
        .Method("groupBy", 2, Grouping.ToMap)
        .Getter(JsSymbol.Species, static (_, self, _) => self);

    public static JsValue Call(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => throw run.TypeError("Constructor Map requires 'new'");

    public static JsValue Construct(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget)
    {
        run.Charge(240);
        var made = new JsCollection(JsFunction.PrototypeFor(run, newTarget, IntrinsicId.MapPrototype), "Map");
        if (arguments.At(0).IsNullish)
        {
            return made;
        }

        var set = FunctionLibrary.Callable(run, made.Get(run, "set"));
        var iteration = Iteration.Over(run, arguments.At(0));
        try
        {
            while (iteration.MoveNext(run, out var entry))
            {
                run.Step();
                var pair = entry.ObjectOrNull ?? throw run.TypeError("Iterator value is not an entry object");
                set.Call(run, made, [pair.GetIndex(run, 0), pair.GetIndex(run, 1)]);
            }
        }
        catch (JsThrow)
        {
            iteration.CloseQuietly(run);
            throw;
        }

        return made;
    }

    public static JsValue ForEach(Evaluation run, JsValue self, KeyedList entries, ReadOnlySpan<JsValue> arguments)
    {
        var function = FunctionLibrary.Callable(run, arguments.At(0));
        var position = 0;
        while (entries.MoveNext(run, ref position, out var key, out var value))
        {
            function.Call(run, arguments.At(1), [value, key, self]);
        }

        return default;
    }

    private static KeyedList This(Evaluation run, JsValue self) =>
        self.ObjectOrNull is JsCollection { ClassName: "Map" } map ? map.Entries : throw run.TypeError("Map.prototype method called on a value that is not a Map");

    private static LibraryIterator Walk(Evaluation run, JsValue self, Func<Evaluation, JsValue, JsValue, JsValue> select)
    {
        var entries = This(run, self);
        var position = 0;
        return new LibraryIterator(run, IntrinsicId.MapIteratorPrototype, "Map Iterator", (Evaluation run, out JsValue result) =>
        {
            var found = entries.MoveNext(run, ref position, out var key, out var value);
            result = found ? select(run, key, value) : default;
            return found;
        });
    }
}

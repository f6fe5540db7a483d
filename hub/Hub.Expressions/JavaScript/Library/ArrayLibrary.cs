using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>Array</c> (§23.1): constructor and table; the methods lie in the Array… classes beside.</summary>
internal static class ArrayLibrary
{
    public static MemberTable Prototype { get; } = new MemberTable("Array")
        .Value("length", 0, PropertyFlags.Writable)
        .Link("constructor", IntrinsicId.Array)
        .Method("at", 1, ArraySearch.At)
        .Method("concat", 1, ArrayCopies.Concat)
        .Method("copyWithin", 2, ArrayChanges.CopyWithin)
        .Method("entries", 0, static (run, self, _) => Walk(run, self, static (run, source, index) => new JsArray(run, [index, Elements.Get(run, source, index)], 2)))
        .Method("every", 1, ArrayCallbacks.Every)
        .Method("fill", 1, ArrayChanges.Fill)
        .Method("filter", 1, ArrayCallbacks.Filter)
        .Method("find", 1, ArrayCallbacks.Find)
        .Method("findIndex", 1, ArrayCallbacks.FindIndex)
        .Method("findLast", 1, ArrayCallbacks.FindLast)
        .Method("findLastIndex", 1, ArrayCallbacks.FindLastIndex)
        .Method("flat", 0, ArrayCopies.Flat)
        .Method("flatMap", 1, ArrayCopies.FlatMap)
        .Method("forEach", 1, ArrayCallbacks.ForEach)
        .Method("includes", 1, ArraySearch.Includes)
        .Method("indexOf", 1, ArraySearch.IndexOf)
        .Method("join", 1, ArrayText.Join)
        .Method("keys", 0, static (run, self, _) => Walk(run, self, static (_, _, index) => index))
        .Method("lastIndexOf", 1, ArraySearch.LastIndexOf)
        .Method("map", 1, ArrayCallbacks.Map)
        .Method("pop", 0, ArrayChanges.Pop)
        .Method("push", 1, ArrayChanges.Push)
        .Method("reduce", 1, ArrayCallbacks.Reduce)
        .Method("reduceRight", 1, ArrayCallbacks.ReduceRight)
        .Method("reverse", 0, ArrayChanges.Reverse)
        .Method("shift", 0, ArrayChanges.Shift)
        .Method("slice", 2, ArrayCopies.Slice)
        .Method("some", 1, ArrayCallbacks.Some)
        .Method("sort", 1, ArraySort.Sort)
        .Method("splice", 2, ArrayChanges.Splice)
        .Method("toLocaleString", 0, ArrayText.ToLocaleText)
        .Method("toReversed", 0, ArrayCopies.ToReversed)
        .Method("toSorted", 1, ArraySort.ToSorted)
        .Method("toSpliced", 2, ArrayCopies.ToSpliced)
        .Method("toString", 0, ArrayText.ToText)
        .Method("unshift", 1, ArrayChanges.Unshift)
        .Method("values", 0, static (run, self, _) => Walk(run, self, static (run, source, index) => Elements.Get(run, source, index)))
        .Method("with", 2, ArrayCopies.With)
        .Alias(JsSymbol.Iterator, IntrinsicId.ArrayPrototype, "values")
        .Made(JsSymbol.Unscopables, MakeUnscopables, PropertyFlags.Configurable);

    public static MemberTable Statics { get; } = new MemberTable()
        .Link("prototype", IntrinsicId.ArrayPrototype, PropertyFlags.None)
        .Method("from", 1, From)
        .Method("isArray", 1, static (run, _, arguments) => arguments.At(0).ObjectOrNull is { } given && (given is JsArray || ReferenceEquals(given, run.IntrinsicIfMade(IntrinsicId.ArrayPrototype))))
        .Method("of", 0, static (run, self, arguments) =>
        {
            var made = MakeBy(run, self, arguments.Length);
            for (var i = 0; i < arguments.Length; i++)
            {
                Elements.Create(run, made, i, arguments[i]);
            }

            Elements.SetLength(run, made, arguments.Length);
            return made;
        })
        .Getter(JsSymbol.Species, static (_, self, _) => self);

    public static JsValue Call(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        if (arguments.Length == 1 && arguments[0].IsNumber)
        {
            var length = arguments[0].AsNumber;
            if ((uint)length != length)
            {
                throw run.RangeError("Invalid array length");
            }

            var sized = new JsArray(run);
            sized.SetLength(run, (uint)length);
            return sized;
        }

        return new JsArray(run, arguments.ToArray(), arguments.Length);
    }

    public static JsValue Construct(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget)
    {
        var prototype = JsFunction.PrototypeFor(run, newTarget, IntrinsicId.ArrayPrototype);
        var made = Call(run, default, arguments);
        made.AsObject.SetPrototype(prototype);
        return made;
    }

    /// <summary>Names that <c>with</c> would not have seen; kept because the standard lists them (§23.1.3.41).</summary>
    private static JsValue MakeUnscopables(Evaluation run)
    {
        var made = new JsObject(null);
        foreach (var name in (string[])["at", "copyWithin", "entries", "fill", "find", "findIndex", "findLast", "findLastIndex", "flat", "flatMap", "includes", "keys", "toReversed", "toSorted", "toSpliced", "values"])
        {
            made.PutOwn(run, name, true, PropertyFlags.All);
        }

        return made;
    }

    private static JsObject MakeBy(Evaluation run, JsValue type, double? length)
    {
        if (type.FunctionOrNull is { IsConstructor: true } function && !ReferenceEquals(function, run.Intrinsic(IntrinsicId.Array)))
        {
            return function.Construct(run, length is { } given ? [given] : [], function).ObjectOrNull ?? throw run.TypeError("The constructor gave no object");
        }

        return new JsArray(run);
    }

    private static JsValue From(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var mapper = arguments.At(1).IsUndefined ? null : FunctionLibrary.Callable(run, arguments.At(1));
        var source = arguments.At(0);
        if (source.IsNullish)
        {
            throw run.TypeError($"{Coerce.ToText(run, source)} is not iterable");
        }

        if (source.IsString || !Members.Get(run, source, JsSymbol.Iterator, run.Position).IsNullish)
        {
            return FromIterable(run, MakeBy(run, self, null), source, mapper, arguments.At(2));
        }

        var list = Coerce.ToObject(run, source);
        var length = Coerce.LengthOf(run, list);
        var made = MakeBy(run, self, length);
        for (var i = 0.0; i < length; i++)
        {
            run.Step();
            var value = Elements.Get(run, list, i);
            Elements.Create(run, made, i, mapper?.Call(run, arguments.At(2), [value, i]) ?? value);
        }

        Elements.SetLength(run, made, length);
        return made;
    }

    private static JsObject FromIterable(Evaluation run, JsObject made, JsValue source, JsFunction? mapper, JsValue self)
    {
        var iteration = Iteration.Over(run, source);
        var count = 0.0;
        try
        {
            while (iteration.MoveNext(run, out var value))
            {
                run.Step();
                Elements.Create(run, made, count, mapper?.Call(run, self, [value, count]) ?? value);
                count++;
            }
        }
        catch (JsThrow)
        {
            iteration.CloseQuietly(run);
            throw;
        }

        Elements.SetLength(run, made, count);
        return made;
    }

    private static LibraryIterator Walk(Evaluation run, JsValue self, Func<Evaluation, JsObject, double, JsValue> select)
    {
        var source = Coerce.ToObject(run, self);
        var position = 0.0;
        return new LibraryIterator(run, IntrinsicId.ArrayIteratorPrototype, "Array Iterator", (Evaluation run, out JsValue value) =>
        {
            if (position >= Coerce.LengthOf(run, source))
            {
                value = default;
                return false;
            }

            value = select(run, source, position);
            position++;
            return true;
        });
    }
}

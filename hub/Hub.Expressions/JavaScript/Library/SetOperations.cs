using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>The methods of <c>Set</c> that take another set (ES2025, §24.2.4): anything with <c>size</c>, <c>has</c> and <c>keys</c> will do.</summary>
internal static class SetOperations
{
    public static JsValue Union(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var mine = SetLibrary.This(run, self);
        var other = SetLike.From(run, arguments.At(0));
        var keys = other.Keys(run);
        var result = Copy(run, mine);
        while (keys.MoveNext(run, out var key))
        {
            result.Entries.Set(run, key, key);
        }

        return result;
    }

    public static JsValue Intersection(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var mine = SetLibrary.This(run, self);
        var other = SetLike.From(run, arguments.At(0));
        var result = New(run);
        if (mine.Count <= other.Size)
        {
            var position = 0;
            while (mine.MoveNext(run, ref position, out var key, out _))
            {
                if (other.Has(run, key))
                {
                    result.Entries.Set(run, key, key);
                }
            }

            return result;
        }

        var keys = other.Keys(run);
        while (keys.MoveNext(run, out var key))
        {
            if (mine.TryGet(key, out _))
            {
                result.Entries.Set(run, key, key);
            }
        }

        return result;
    }

    public static JsValue Difference(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var mine = SetLibrary.This(run, self);
        var other = SetLike.From(run, arguments.At(0));
        if (mine.Count <= other.Size)
        {
            var left = Copy(run, mine);
            var position = 0;
            while (mine.MoveNext(run, ref position, out var key, out _))
            {
                if (other.Has(run, key))
                {
                    left.Entries.Remove(key);
                }
            }

            return left;
        }

        var keys = other.Keys(run);
        var result = Copy(run, mine);
        while (keys.MoveNext(run, out var key))
        {
            result.Entries.Remove(key);
        }

        return result;
    }

    public static JsValue SymmetricDifference(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var mine = SetLibrary.This(run, self);
        var other = SetLike.From(run, arguments.At(0));
        var keys = other.Keys(run);
        var result = Copy(run, mine);
        while (keys.MoveNext(run, out var key))
        {
            // Asked of the set itself and not of the copy: the iterator may have changed it meanwhile.
            if (mine.TryGet(key, out _))
            {
                result.Entries.Remove(key);
            }
            else
            {
                result.Entries.Set(run, key, key);
            }
        }

        return result;
    }

    public static JsValue IsSubsetOf(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var mine = SetLibrary.This(run, self);
        var other = SetLike.From(run, arguments.At(0));
        return mine.Count <= other.Size && HasNone(run, mine, key => !other.Has(run, key));
    }

    public static JsValue IsSupersetOf(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var mine = SetLibrary.This(run, self);
        var other = SetLike.From(run, arguments.At(0));
        return mine.Count >= other.Size && GivesNone(run, other.Keys(run), key => !mine.TryGet(key, out _));
    }

    public static JsValue IsDisjointFrom(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var mine = SetLibrary.This(run, self);
        var other = SetLike.From(run, arguments.At(0));
        return mine.Count <= other.Size
            ? HasNone(run, mine, key => other.Has(run, key))
            : GivesNone(run, other.Keys(run), key => mine.TryGet(key, out _));
    }

    private static bool HasNone(Evaluation run, KeyedList entries, Func<JsValue, bool> isWanted)
    {
        var position = 0;
        while (entries.MoveNext(run, ref position, out var key, out _))
        {
            if (isWanted(key))
            {
                return false;
            }
        }

        return true;
    }

    private static bool GivesNone(Evaluation run, Iteration keys, Func<JsValue, bool> isWanted)
    {
        while (keys.MoveNext(run, out var key))
        {
            if (isWanted(key))
            {
                keys.Close(run);
                return false;
            }
        }

        return true;
    }

    private static JsCollection New(Evaluation run)
    {
        run.Charge(240);
        return new JsCollection(run.Intrinsic(IntrinsicId.SetPrototype), "Set");
    }

    private static JsCollection Copy(Evaluation run, KeyedList entries)
    {
        var made = New(run);
        var position = 0;
        while (entries.MoveNext(run, ref position, out var key, out _))
        {
            made.Entries.Set(run, key, key);
        }

        return made;
    }

    /// <summary>What an operation needs of its argument, asked for once and in the order of the standard (GetSetRecord).</summary>
    private sealed record SetLike(JsObject Holder, double Size, JsFunction HasMember, JsFunction KeysMember)
    {
        public static SetLike From(Evaluation run, JsValue value)
        {
            var holder = value.ObjectOrNull ?? throw run.TypeError("The argument is not an object with 'size', 'has' and 'keys'");
            var number = Coerce.ToNumber(run, holder.Get(run, "size"));
            if (double.IsNaN(number))
            {
                throw run.TypeError("The 'size' of the argument is not a number");
            }

            var size = Coerce.ToInteger(run, number);
            if (size < 0)
            {
                throw run.RangeError("The 'size' of the argument is negative");
            }

            var has = FunctionLibrary.Callable(run, holder.Get(run, "has"));
            return new SetLike(holder, size, has, FunctionLibrary.Callable(run, holder.Get(run, "keys")));
        }

        public bool Has(Evaluation run, JsValue key) => Coerce.ToBoolean(HasMember.Call(run, Holder, [key]));

        public Iteration Keys(Evaluation run) => Iteration.From(run, KeysMember.Call(run, Holder, []));
    }
}

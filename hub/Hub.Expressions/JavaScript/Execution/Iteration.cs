using Hub.Expressions.JavaScript.Library;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>Walks an iterable. Arrays and strings are walked directly as long as the script left their iterators alone.</summary>
internal sealed class Iteration
{
    private static readonly PropertyKey NextKey = "next";

    private readonly JsArray? array;
    private readonly string? text;
    private readonly JsObject? iterator;
    private readonly JsFunction? next;
    private int position;
    private bool done;

    private Iteration(JsArray? array, string? text, JsObject? iterator, JsFunction? next)
    {
        this.array = array;
        this.text = text;
        this.iterator = iterator;
        this.next = next;
    }

    public static Iteration Over(Evaluation run, JsValue source)
    {
        run.Charge(64);
        if (source.ObjectOrNull is JsArray array && run.HasPlainIteration(array))
        {
            return new Iteration(array, null, null, null);
        }

        if (source.IsString && run.HasPlainTextIteration)
        {
            return new Iteration(null, source.AsString, null, null);
        }

        if (source.IsNullish)
        {
            throw run.TypeError($"{Coerce.ToText(run, source)} is not iterable");
        }

        var method = Members.Get(run, source, JsSymbol.Iterator, run.Position).FunctionOrNull
            ?? throw run.TypeError($"{(source.IsObject ? "object" : Coerce.TypeOf(source))} is not iterable");
        return From(run, method.Call(run, source, []));
    }

    /// <summary>Walks an iterator that is already at hand.</summary>
    public static Iteration From(Evaluation run, JsValue iterator)
    {
        var holder = iterator.ObjectOrNull ?? throw run.TypeError("Result of the Symbol.iterator method is not an object");
        return new Iteration(null, null, holder, holder.Get(run, NextKey).FunctionOrNull ?? new NativeFunction(run, "next", 0, static (run, _, _) => throw run.TypeError("iterator.next is not a function")));
    }

    public bool MoveNext(Evaluation run, out JsValue value)
    {
        value = default;
        if (done)
        {
            return false;
        }

        if (array is not null)
        {
            if (position >= array.Length)
            {
                done = true;
                return false;
            }

            value = array.TryGetElement(run, (uint)position, out var element) ? element : array.GetIndex(run, position);
            position++;
            return true;
        }

        if (text is not null)
        {
            if (position >= text.Length)
            {
                done = true;
                return false;
            }

            var size = char.IsHighSurrogate(text[position]) && position + 1 < text.Length && char.IsLowSurrogate(text[position + 1]) ? 2 : 1;
            value = size == 1 ? TextUnits.At(text, position) : text.Substring(position, 2);
            position += size;
            return true;
        }

        return AskIterator(run, out value);
    }

    /// <summary>Tells the iterator that nobody wants the rest.</summary>
    public void Close(Evaluation run)
    {
        if (done || iterator is null)
        {
            return;
        }

        done = true;
        var method = iterator.Get(run, "return");
        if (!method.IsNullish)
        {
            var function = method.FunctionOrNull ?? throw run.TypeError("iterator.return is not a function");
            if (!function.Call(run, iterator, []).IsObject)
            {
                throw run.TypeError("iterator.return() did not give an object");
            }
        }
    }

    /// <summary>The same after an error, which matters more than any the iterator makes.</summary>
    public void CloseQuietly(Evaluation run)
    {
        try
        {
            Close(run);
        }
        catch (JsThrow)
        {
            // The first error is the one to report (§7.4.11).
        }
    }

    private bool AskIterator(Evaluation run, out JsValue value)
    {
        run.Step();

        // An iterator that throws is finished: it must not be asked to close.
        done = true;
        value = default;
        var result = next!.Call(run, iterator!, []).ObjectOrNull ?? throw run.TypeError("Iterator result is not an object");
        if (Coerce.ToBoolean(result.Get(run, "done")))
        {
            return false;
        }

        value = result.Get(run, "value");
        done = false;
        return true;
    }
}

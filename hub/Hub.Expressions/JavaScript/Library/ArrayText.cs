using System.Text;
using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>Arrays as text.</summary>
internal static class ArrayText
{
    public static JsValue Join(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var source = Coerce.ToObject(run, self);
        var length = Coerce.LengthOf(run, source);
        var separator = arguments.At(0).IsUndefined ? "," : Coerce.ToText(run, arguments.At(0));
        return JoinAll(run, source, length, separator, static (run, value) => Coerce.ToText(run, value));
    }

    public static JsValue ToText(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var source = Coerce.ToObject(run, self);
        var join = source.Get(run, "join").FunctionOrNull ?? run.Intrinsic(IntrinsicId.ObjectPrototype).Get(run, "toString").FunctionOrNull;
        return join!.Call(run, source, []); // Object.prototype.toString can be deleted only by a script that asks for trouble
    }

    public static JsValue ToLocaleText(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var source = Coerce.ToObject(run, self);

        // Locale and options go on to each element (ECMA-402 §19.5.1).
        JsValue[] format = [arguments.At(0), arguments.At(1)];
        return JoinAll(run, source, Coerce.LengthOf(run, source), ",", (run, value) =>
            Coerce.ToText(run, FunctionLibrary.Callable(run, Members.Get(run, value, "toLocaleString", run.Position)).Call(run, value, format)));
    }

    private static JsValue JoinAll(Evaluation run, JsObject source, double length, string separator, Func<Evaluation, JsValue, string> show)
    {
        // An array inside itself shows as nothing, as in every engine.
        if (!run.OpenJoins.Add(source))
        {
            return string.Empty;
        }

        run.EnterCall();
        try
        {
            var text = new StringBuilder();
            for (var i = 0.0; i < length; i++)
            {
                run.Step();
                var before = text.Length;
                if (i > 0)
                {
                    text.Append(separator);
                }

                var value = Elements.Get(run, source, i);
                if (!value.IsNullish)
                {
                    text.Append(show(run, value));
                }

                run.Charge((text.Length - before) * 2L);
            }

            run.LeaveCall();
            return text.ToString();
        }
        finally
        {
            run.OpenJoins.Remove(source);
        }
    }
}

using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>The <c>arguments</c> of a call, as strict code sees them: a plain copy.</summary>
internal sealed class ArgumentsObject(JsObject prototype) : JsObject(prototype)
{
    public override string ClassName => "Arguments";

    public static ArgumentsObject From(Evaluation run, ReadOnlySpan<JsValue> arguments)
    {
        var made = new ArgumentsObject(run.Intrinsic(IntrinsicId.ObjectPrototype));
        made.PutOwn(run, "length", arguments.Length, PropertyFlags.Hidden);
        made.PutOwn(run, JsSymbol.Iterator, run.Intrinsic(IntrinsicId.ArrayPrototype).Get(run, "values"), PropertyFlags.Hidden);
        made.PutOwn(run, "callee", Library.FunctionLibrary.Restricted(run), PropertyFlags.None);
        for (var i = 0; i < arguments.Length; i++)
        {
            made.PutOwn(run, PropertyKey.FromIndex((uint)i), arguments[i], PropertyFlags.All);
        }

        return made;
    }
}

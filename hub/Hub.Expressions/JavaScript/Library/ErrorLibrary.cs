using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>The Error types (§20.5).</summary>
internal static class ErrorLibrary
{
    public static MemberTable PrototypeTable(string name, IntrinsicId constructor)
    {
        var table = new MemberTable()
            .Link("constructor", constructor)
            .Value("name", name, PropertyFlags.Hidden)
            .Value("message", string.Empty, PropertyFlags.Hidden);
        return constructor == IntrinsicId.Error ? table.Method("toString", 0, ToText) : table;
    }

    public static JsValue Make(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget, IntrinsicId prototype)
    {
        run.Charge(160);
        var error = new JsError(run, JsFunction.PrototypeFor(run, newTarget, prototype));
        if (!arguments.At(0).IsUndefined)
        {
            error.PutOwn(run, "message", Coerce.ToStringValue(run, arguments.At(0)), PropertyFlags.Hidden);
        }

        if (arguments.At(1).ObjectOrNull is { } options && options.HasProperty(run, "cause"))
        {
            error.PutOwn(run, "cause", options.Get(run, "cause"), PropertyFlags.Hidden);
        }

        return error;
    }

    private static JsValue ToText(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var error = self.ObjectOrNull ?? throw run.TypeError("Error.prototype.toString requires that 'this' be an Object");
        var nameValue = error.Get(run, "name");
        var name = nameValue.IsUndefined ? "Error" : Coerce.ToText(run, nameValue);
        var messageValue = error.Get(run, "message");
        var message = messageValue.IsUndefined ? string.Empty : Coerce.ToText(run, messageValue);
        return name.Length == 0 ? message : message.Length == 0 ? name : $"{name}: {message}";
    }
}

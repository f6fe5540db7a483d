using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>How a thrown value that is no Error is shown.</summary>
internal static class ErrorText
{
    public static string Show(Evaluation run, JsValue value)
    {
        // A thrown object may hold data of people; only its kind is told, or the message it was given on purpose.
        if (value.ObjectOrNull is not { } thrown)
        {
            return value.IsSymbol ? value.AsSymbol.ToString() : Coerce.ToText(run, value);
        }

        var message = thrown.Get(run, "message");
        var shown = message.IsString ? message.AsString : "object";
        return thrown.Get(run, "constructor").ObjectOrNull is ScriptFunction { Code.Name: { Length: > 0 } name } ? $"{name}: {shown}" : shown;
    }
}

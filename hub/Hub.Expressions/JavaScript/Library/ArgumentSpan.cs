using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>Arguments that were not given are <c>undefined</c>.</summary>
internal static class ArgumentSpan
{
    public static JsValue At(this ReadOnlySpan<JsValue> arguments, int index) => index < arguments.Length ? arguments[index] : default;
}

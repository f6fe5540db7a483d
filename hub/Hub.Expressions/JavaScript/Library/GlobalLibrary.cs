using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>The names that every script sees.</summary>
internal static class GlobalLibrary
{
    public static MemberTable Table { get; } = new MemberTable("global")
        .Link("globalThis", IntrinsicId.Global)
        .Value("Infinity", double.PositiveInfinity)
        .Value("NaN", double.NaN)
        .Value("undefined", default)
        .Method("parseInt", 2, NumberLibrary.ParseInt)
        .Method("parseFloat", 1, NumberLibrary.ParseFloat)
        .Method("isNaN", 1, static (run, _, arguments) => double.IsNaN(Coerce.ToNumber(run, arguments.At(0))))
        .Method("isFinite", 1, static (run, _, arguments) => double.IsFinite(Coerce.ToNumber(run, arguments.At(0))))
        .Method("encodeURI", 1, static (run, _, arguments) => UriText.Encode(run, Coerce.ToText(run, arguments.At(0)), UriText.KeptByEncodeUri))
        .Method("encodeURIComponent", 1, static (run, _, arguments) => UriText.Encode(run, Coerce.ToText(run, arguments.At(0)), UriText.KeptByEncodeComponent))
        .Method("decodeURI", 1, static (run, _, arguments) => UriText.Decode(run, Coerce.ToText(run, arguments.At(0)), UriText.KeptByDecodeUri))
        .Method("decodeURIComponent", 1, static (run, _, arguments) => UriText.Decode(run, Coerce.ToText(run, arguments.At(0)), string.Empty))
        .Method("eval", 1, static (run, _, _) => throw run.TypeError("eval is not offered in expressions"))
        .Link("Object", IntrinsicId.Object)
        .Link("Function", IntrinsicId.Function)
        .Link("Array", IntrinsicId.Array)
        .Link("String", IntrinsicId.String)
        .Link("Number", IntrinsicId.Number)
        .Link("Boolean", IntrinsicId.Boolean)
        .Link("Symbol", IntrinsicId.Symbol)
        .Link("Math", IntrinsicId.Math)
        .Link("JSON", IntrinsicId.Json)
        .Link("Date", IntrinsicId.Date)
        .Link("RegExp", IntrinsicId.RegExp)
        .Link("Map", IntrinsicId.Map)
        .Link("Set", IntrinsicId.Set)
        .Link("Promise", IntrinsicId.Promise)
        .Link("France", IntrinsicId.France)
        .Link("Intl", IntrinsicId.Intl)
        .Link("Error", IntrinsicId.Error)
        .Link("EvalError", IntrinsicId.EvalError)
        .Link("RangeError", IntrinsicId.RangeError)
        .Link("ReferenceError", IntrinsicId.ReferenceError)
        .Link("SyntaxError", IntrinsicId.SyntaxError)
        .Link("TypeError", IntrinsicId.TypeError)
        .Link("URIError", IntrinsicId.UriError);

    public static bool IsFixed(string name) => name is "undefined" or "NaN" or "Infinity";
}
